"""Answers of public pages: with an ETag, so that a reader who has the page already is told so in a few bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

from flask import Response, make_response, request

from shared import context

_FRESH_SECONDS = 30
"""How long a reader's browser may show a page again without asking: a correction is seen within half a minute."""

_MOST_KEPT = 256
"""Rendered pages that a process remembers: some 10 MB."""

_SOURCES = Path(__file__).resolve().parents[3]
_kept: OrderedDict[str, str | bytes] = OrderedDict()
_lock = Lock()


def public(
    body: str | bytes, *, status: int = 200, content_type: str | None = None, modified: datetime | None = None
) -> Response:
    """For what anyone may see and nobody's name depends on."""
    answer = make_response(body, status)
    if content_type:
        answer.content_type = content_type
    answer.last_modified = modified
    answer.add_etag()
    return _conditional(answer)


def made_of(what: object, make: Callable[[], str | bytes], *, content_type: str | None = None) -> Response:
    """For a page that is asked for often and made of `what` alone (its `repr` tells all): it is rendered only when
    that has changed since this process has last rendered it, and not at all for a reader who has it already."""
    tag = _tag(what)
    known = request.if_none_match.contains(tag)
    answer = make_response(b"" if known else _kept_or_made(tag, make), 304 if known else 200)
    if content_type:
        answer.content_type = content_type
    answer.set_etag(tag)
    return _conditional(answer)


def _kept_or_made(tag: str, make: Callable[[], str | bytes]) -> str | bytes:
    """The tag stands for all that the page is made of, so the page of a tag never changes."""
    with _lock:
        if tag in _kept:
            _kept.move_to_end(tag)
            return _kept[tag]
    page = make()
    with _lock:
        _kept[tag] = page
        if len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return page


def _tag(what: object) -> str:
    """The path belongs to it: pages link to themselves in the other language, and below the gateway's prefix."""
    parts = (release(), context.current().language, request.script_root, request.full_path, what)
    return sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def release() -> str:
    """Of the templates and words that this process renders with: the same in each process of a release."""
    texts = sorted(path for kind in ("html", "po", "css") for path in _SOURCES.glob(f"s*/**/*.{kind}"))
    return sha256(b"".join(path.read_bytes() for path in texts)).hexdigest()[:16]


def _conditional(answer: Response) -> Response:
    answer.headers["Cache-Control"] = f"public, max-age={_FRESH_SECONDS}"
    answer.make_conditional(request)
    return answer
