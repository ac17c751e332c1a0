"""Scans and photos of paper: what kind of file it is, by its content, and how big it may be."""

from __future__ import annotations

from shared.errors import TooLarge, UnsupportedFile

LARGEST = 10 * 1024 * 1024
"""Bytes: a page scanned in colour at 300 dpi has a few million."""

_BEGINNINGS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}


def recognise(content: bytes) -> str:
    """The media type. Raises UnsupportedFile for anything else, whatever its name says, and TooLarge."""
    if len(content) > LARGEST:
        megabytes = LARGEST // 1024 // 1024
        raise TooLarge("scan_too_large", "扫描件最大{megabytes}MB，请降低扫描精度后再传。", megabytes=megabytes)
    kind = next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), None)
    if kind is None:
        raise UnsupportedFile("scan_unreadable", "扫描件应是JPEG、PNG或PDF文件。")
    return kind
