"""Pictures without what cameras and programs write beside them: where, when, by whom, with what, and small copies.

Nothing is decoded: a JPEG's segments and a PNG's chunks are looked through, those that the picture needs are kept byte
by byte, and all others are left out. So the picture loses nothing, and none can burst, since none is unpacked. How it
is to be turned is the one thing that is written anew: else it would lie on its side.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Literal

from shared.errors import TooLarge, UnsupportedFile

MOST_PIXELS = 100_000_000
"""Four times what a phone's camera makes; whoever looks at more waits, or their browser gives up."""

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_END_OF_IMAGE, _START_OF_SCAN, _COMMENTS_OF_EXIF = 0xD9, 0xDA, 0xE1
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_OF_THE_PICTURE = {*range(0xC0, 0xD0), _START_OF_SCAN, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF}
_AFTER_SCAN = re.compile(rb"\xff(?![\x00\xd0-\xd7\xff])")
_CHUNKS = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND"),
    *(b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"cICP"),
}
_ORIENTATION, _SHORT, _ENTRY = 0x0112, 3, 12
_UPRIGHT = 1


def without_traces(content: bytes) -> bytes:
    """Other files than JPEG and PNG stay as they are. Raises UnsupportedFile for a picture that is not whole, TooLarge
    for one of too many pixels."""
    try:
        if content.startswith(_JPEG):
            return _jpeg(content)
        return _png(content) if content.startswith(_PNG) else content
    except IndexError as error:
        raise UnsupportedFile("picture_incomplete", "这个文件不完整，请重新导出或扫描后再传。") from error


def _jpeg(content: bytes) -> bytes:
    head, body, sizes, turned = b"", list[bytes](), list[int](), _UPRIGHT
    for marker, segment in _segments(content):
        if marker == _COMMENTS_OF_EXIF and segment[4:10] == b"Exif\0\0":
            turned = _orientation(segment[10:])
        elif marker == 0xE0 and segment[4:9] == b"JFIF\0":
            head = b"\xff\xe0\x00\x10" + segment[4:16].ljust(12, b"\0") + b"\0\0"  # without the small copy
        elif marker in _OF_THE_PICTURE or _gives_colours(marker, segment):
            body.append(segment)
        if marker in _FRAMES:
            sizes.append(_number(segment, 5, 2) * _number(segment, 7, 2))
    _check(sizes)
    exif = b"\xff\xe1\x00\x22Exif\0\0" + _exif(turned) if turned != _UPRIGHT else b""
    return b"".join([b"\xff\xd8", head, exif, *body, b"\xff\xd9"])


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """With their markers, up to the end of the image; what hangs on behind it is left out. A scan's data belongs to the
    segment that starts it."""
    at = 2
    while True:
        while content[at] == content[at + 1] == 0xFF:
            at += 1
        marker, size = content[at + 1], _number(content, at + 2, 2) if content[at + 1] != _END_OF_IMAGE else 0
        if content[at] != 0xFF or (size < 2 and marker != _END_OF_IMAGE):
            raise IndexError
        if marker == _END_OF_IMAGE:
            return
        end = at + 2 + size
        if marker == _START_OF_SCAN:
            found = _AFTER_SCAN.search(content, end)
            end = found.start() if found else len(content)
        yield marker, content[at:end]
        at = end


def _gives_colours(marker: int, segment: bytes) -> bool:
    profile = marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0"
    return profile or (marker == 0xEE and segment[4:9] == b"Adobe" and len(segment) == 16)


def _png(content: bytes) -> bytes:
    kept, turned = list[bytes](), _UPRIGHT
    for kind, chunk in _chunks(content):
        if kind == b"eXIf":
            turned = _orientation(chunk[8:-4])
        if kind in _CHUNKS:
            kept.append(chunk)
    if kept[0][4:8] != b"IHDR":
        raise IndexError
    _check([_number(kept[0], 8, 4) * _number(kept[0], 12, 4)])
    if turned != _UPRIGHT:
        named = b"eXIf" + _exif(turned)
        kept.insert(1, (len(named) - 4).to_bytes(4) + named + zlib.crc32(named).to_bytes(4))
    return b"".join([_PNG, *kept])


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        end, kind = at + 12 + _number(content, at, 4), content[at + 4 : at + 8]
        if end > len(content):
            raise IndexError
        yield kind, content[at:end]
        at = end


def _orientation(tiff: bytes) -> int:
    """1 to 8 (TIFF 6.0); what cannot be read says nothing."""
    order: Literal["little", "big"] = "little" if tiff.startswith(b"II") else "big"
    start = int.from_bytes(tiff[4:8], order)
    count = int.from_bytes(tiff[start : start + 2], order)
    for entry in range(start + 2, min(start + 2 + count * _ENTRY, len(tiff)), _ENTRY):
        field = tiff[entry : entry + _ENTRY]
        if [int.from_bytes(field[n : n + 2], order) for n in (0, 2)] == [_ORIENTATION, _SHORT]:
            turned = int.from_bytes(field[8:10], order)
            return turned if 1 <= turned <= 8 else _UPRIGHT
    return _UPRIGHT


def _exif(turned: int) -> bytes:
    """One directory with one entry."""
    entry = _ORIENTATION.to_bytes(2) + _SHORT.to_bytes(2) + (1).to_bytes(4) + turned.to_bytes(2) + b"\0\0"
    return b"MM\0*" + (8).to_bytes(4) + (1).to_bytes(2) + entry + b"\0\0\0\0"


def _check(sizes: list[int]) -> None:
    if not sizes or min(sizes) == 0:
        raise IndexError
    if max(sizes) > MOST_PIXELS:
        raise TooLarge("picture_too_large", "图片超过一亿像素，请缩小后再传。")


def _number(content: bytes, at: int, size: int) -> int:
    if at + size > len(content):
        raise IndexError
    return int.from_bytes(content[at : at + size])
