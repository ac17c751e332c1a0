"""Answers that are files, as they are kept."""

from __future__ import annotations

from flask import Response


def file_response(content: bytes, *, kind: str, sha256: str) -> Response:
    """Shown, not saved. The hash is the ETag: the bytes of one hash never change."""
    answer = Response(content, content_type=kind)
    answer.set_etag(sha256)
    answer.headers["Content-Disposition"] = "inline"
    return answer
