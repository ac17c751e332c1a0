"""Files that hang with a notice: what kind they are by their content, how big, and how they are called."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from shared.errors import Conflict, TooLarge, UnsupportedFile

LARGEST = 10 * 1024 * 1024
"""Bytes: a page scanned in colour at 300 dpi has a few million."""
MOST = 20
"""Files with one notice."""
_LONGEST_NAME = 100
_MOST_ENTRIES = 5_000  # in an office file's archive; more is no document


class FileKind(StrEnum):
    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

    @property
    def label(self) -> str:
        return self.name

    @property
    def extensions(self) -> tuple[str, ...]:
        return ("jpg", "jpeg") if self is FileKind.JPEG else (self.name.lower(),)


_BEGINNINGS = {b"%PDF-": FileKind.PDF, b"\xff\xd8\xff": FileKind.JPEG, b"\x89PNG\r\n\x1a\n": FileKind.PNG}
_ENDS = {FileKind.PDF: b"%%EOF", FileKind.JPEG: b"\xff\xd9", FileKind.PNG: b"IEND"}
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MAIN_PARTS = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
}
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Control signs, and those that make a name look like another one (`fdp.exe` backwards)."""


def recognise(content: bytes) -> FileKind:
    """By the content, whatever the name says. Raises TooLarge, and UnsupportedFile for any other kind or a part."""
    if len(content) > LARGEST:
        raise TooLarge("attachment_too_large", "附件最大{megabytes}MB，请压缩或拆分后再传。", megabytes=LARGEST >> 20)
    if content.startswith(_OLD_OFFICE):
        raise UnsupportedFile("old_office_file", "请把旧格式的文件另存为 DOCX、XLSX、PPTX 或 PDF 后再传。")
    found = next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), None)
    kind = found or (_office_file(content) if content.startswith(_ZIP) else None)
    if kind is None:
        raise UnsupportedFile("attachment_unreadable", "附件应是 PDF、JPEG、PNG、DOCX、XLSX 或 PPTX 文件。")
    if kind in _ENDS and _ENDS[kind] not in content:
        raise UnsupportedFile("attachment_incomplete", "这个文件不完整，请重新导出或扫描后再传。")
    return kind


def file_name(given: str | None, kind: FileKind) -> str:
    """The name without folders and unseen signs. Raises UnsupportedFile if it says another kind than the content."""
    plain = _UNSEEN.sub("", (given or "").replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    if dot and extension.lower() not in kind.extensions:
        message = "文件名以“.{extension}”结尾，内容却是{label}。请检查是不是选错了文件。"
        raise UnsupportedFile("attachment_disguised", message, extension=extension[:20], label=kind.label)
    return f"{(stem if dot else plain)[:_LONGEST_NAME] or 'file'}.{kind.extensions[0]}"


def must_have_room(count: int) -> None:
    if count >= MOST:
        raise Conflict("too_many_attachments", "一条公告最多{most}个附件。", most=MOST)


def _office_file(content: bytes) -> FileKind | None:
    """Only the archive's list is read, nothing is unpacked. Macros are refused: they would run at a resident's.
    zipfile raises NotImplementedError for a version of ZIP that it does not know."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {entry.filename for entry in archive.infolist()[:_MOST_ENTRIES]}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnsupportedFile("attachment_incomplete", "这个文件不完整，请重新导出或扫描后再传。") from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnsupportedFile("attachment_with_macros", "文件里有宏，请另存为不带宏的文件或 PDF 后再传。")
    return next((kind for part, kind in _MAIN_PARTS.items() if part in names), None)
