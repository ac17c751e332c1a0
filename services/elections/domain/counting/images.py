"""Scans of tally sheets: what kind of file it is, by its content, and how big it may be."""

from __future__ import annotations

from enum import StrEnum

from shared.errors import TooLarge, UnsupportedFile

LARGEST = 10 * 1024 * 1024
"""Bytes: a page scanned in colour at 300 dpi has a few million."""


class ImageKind(StrEnum):
    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"

    @property
    def extension(self) -> str:
        return {ImageKind.JPEG: "jpg", ImageKind.PNG: "png", ImageKind.PDF: "pdf"}[self]


_BEGINNINGS = {b"\xff\xd8\xff": ImageKind.JPEG, b"\x89PNG\r\n\x1a\n": ImageKind.PNG, b"%PDF-": ImageKind.PDF}


def recognise(content: bytes) -> ImageKind:
    """Raises UnsupportedFile for anything else, whatever its name says, and TooLarge."""
    if len(content) > LARGEST:
        megabytes = LARGEST // 1024 // 1024
        raise TooLarge("image_too_large", "计票单影像最大{megabytes}MB，请降低扫描精度后再传。", megabytes=megabytes)
    kind = next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), None)
    if kind is None:
        raise UnsupportedFile("image_unreadable", "计票单影像应是JPEG、PNG或PDF文件。")
    return kind
