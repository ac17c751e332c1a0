"""Answers that are files, as they are kept."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response


def file_response(content: bytes, *, kind: str, sha256: str) -> Response:
    """Shown, not saved. The hash is the ETag: the bytes of one hash never change."""
    answer = Response(content, content_type=kind)
    answer.set_etag(sha256)
    answer.headers["Content-Disposition"] = "inline"
    return answer


def saved_file(content: bytes, *, kind: str, sha256: str, name: str) -> Response:
    """For what somebody sent us: saved under its name (RFC 6266) and, should a browser show it all the same, with no
    right to run anything or to speak for this site."""
    answer = file_response(content, kind=kind, sha256=sha256)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
