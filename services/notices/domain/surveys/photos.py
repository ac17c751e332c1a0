"""Photos that interviewers take: what kind of file it is, by its content, and how big it may be."""

from __future__ import annotations

from shared.errors import TooLarge, UnsupportedFile

LARGEST = 5 * 1024 * 1024
"""Bytes: the interviewer's page makes them smaller before it keeps them."""

_BEGINNINGS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def recognise(content: bytes) -> str:
    """The media type. Raises UnsupportedFile for anything but JPEG and PNG, whatever it is called, and TooLarge."""
    if len(content) > LARGEST:
        raise TooLarge("photo_too_large", "照片最大{megabytes}MB。", megabytes=LARGEST // 1024 // 1024)
    kind = next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), None)
    if kind is None:
        raise UnsupportedFile("photo_unreadable", "照片应是JPEG或PNG文件。")
    return kind
