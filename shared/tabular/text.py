"""CSV as offices make it: UTF-8 with or without BOM or GB18030; comma, semicolon, tab or the Chinese comma."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from shared.errors import FieldError, Invalid
from shared.tabular.rows import LONGEST_CELL, WIDEST, Row, Rows, unsupported

_FOREIGN = (b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
"""How files begin that people send by mistake; D0 CF 11 E0 is the old Excel, and any workbook with a password."""

_CHINESE_COMMA = "，"  # what a Chinese keyboard makes of the comma
_DELIMITERS = ",;\t" + _CHINESE_COMMA
_CHUNK = 64 * 1024
_NOT_BY_CHANCE = 10  # characters of several bytes that are right UTF-8: no text in GB18030 begins with so many


def check(file: BinaryIO) -> None:
    beginning = _beginning(file)
    if beginning.startswith(_FOREIGN) or b"\0" in beginning:
        raise unsupported()


def read(file: BinaryIO) -> Rows:
    encoding = _encoding(file)
    return Rows(_rows(file, encoding), expected=sum(piece.count(b"\n") for piece in pieces(file)))


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """From its beginning, a little at a time: a file is never in memory as a whole."""
    file.seek(0)
    while piece := file.read(_CHUNK):
        yield piece


def _beginning(file: BinaryIO) -> bytes:
    return next(pieces(file), b"")


def _rows(file: BinaryIO, encoding: str) -> Iterator[Row]:
    delimiter = _delimiter(file, encoding)
    file.seek(0)
    lines = io.TextIOWrapper(file, encoding, newline="")
    csv.field_size_limit(LONGEST_CELL)
    if delimiter == _CHINESE_COMMA:
        reader = csv.reader((line.replace(_CHINESE_COMMA, ",") for line in lines), strict=True)
    else:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells[:WIDEST]
            line = reader.line_num + 1  # a cell may hold line breaks: a row's line is where it begins
    except csv.Error as error:
        raise Invalid("line_unreadable", "第{line}行无法读取，请检查引号和换行。", line=line) from error
    finally:
        if not file.closed:
            lines.detach()  # the file is the caller's to close


def _delimiter(file: BinaryIO, encoding: str) -> str:
    """The mark that the first line has most of."""
    file.seek(0)
    first = next((line for line in file if line.strip()), b"").decode(encoding)
    return max(_DELIMITERS, key=first.count)


def _encoding(file: BinaryIO) -> str:
    """UTF-8 if it is that, which does not happen by chance; else GB18030, which Chinese Excel writes."""
    fault = _first_fault(file, "utf-8")
    if fault is None:
        return "utf-8-sig"
    beginning = _beginning(file)
    if beginning.startswith(codecs.BOM_UTF8) or _is_utf8(beginning[:fault]):
        raise _undecodable(file, fault)
    fault = _first_fault(file, "gb18030")
    if fault is not None:
        raise _undecodable(file, fault)
    return "gb18030"


def _is_utf8(right: bytes) -> bool:
    text = right.decode("utf-8", errors="ignore")
    return sum(not character.isascii() for character in text) >= _NOT_BY_CHANCE


def _first_fault(file: BinaryIO, encoding: str) -> int | None:
    """The position of the first byte that cannot be decoded."""
    decoder = codecs.getincrementaldecoder(encoding)()
    start = 0
    for piece in pieces(file):
        kept = len(decoder.getstate()[0])
        try:
            decoder.decode(piece)
        except UnicodeDecodeError as error:
            return max(start - kept, 0) + error.start
        start += len(piece)
    kept = len(decoder.getstate()[0])
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return max(start - kept, 0) + error.start
    return None


def _undecodable(file: BinaryIO, position: int) -> Invalid:
    line, start = 1, 0
    for piece in pieces(file):
        line += piece.count(b"\n", 0, max(position - start, 0))
        start += len(piece)
    facts = {"line": line, "position": position}
    message = "第{line}行（第{position}字节）有无法识别的文字，请用 UTF-8 或 GB18030 编码保存。"
    fault = FieldError(f"row {line}", "undecodable", message, facts, line=line)
    return Invalid("file_undecodable", message, fields=[fault], **facts)
