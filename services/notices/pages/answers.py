"""Answers of public pages: with an ETag, so that a reader who has the page already is told so in a few bytes."""

from __future__ import annotations

from datetime import datetime

from flask import Response, make_response, request

_FRESH_SECONDS = 30
"""How long a reader's browser may show a page again without asking: a correction is seen within half a minute."""


def public(
    body: str | bytes, *, status: int = 200, content_type: str | None = None, modified: datetime | None = None
) -> Response:
    """For what anyone may see and nobody's name depends on."""
    answer = make_response(body, status)
    if content_type:
        answer.content_type = content_type
    answer.last_modified = modified
    answer.headers["Cache-Control"] = f"public, max-age={_FRESH_SECONDS}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
