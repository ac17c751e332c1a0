"""Optimistic locking: a thing's version is its ETag; an update must name the version it was made from (RFC 9110)."""

from __future__ import annotations

from collections.abc import Container

from flask import request

from shared.errors import PreconditionFailed, PreconditionRequired

Expected = Container[int]
"""The versions of a thing from which a change may be made: one as a rule."""

_DIGITS = 9  # of a version; longer numbers are none
_EVERY: Expected = range(10**_DIGITS)


def etag(version: int) -> dict[str, str]:
    """The header that goes with a thing of this version."""
    return {"ETag": f'"{version}"'}


def expected_version() -> Expected:
    """That in If-Match, which may also list several, or mean every one by `*`. Raises PreconditionRequired if there is
    none."""
    if not request.headers.get("If-Match"):
        raise PreconditionRequired("if_match_required", "修改时须在 If-Match 里写上读到的版本号（ETag）。")
    if request.if_match.star_tag:
        return _EVERY
    tags = request.if_match.as_set(include_weak=True)  # proxies that pack an answer make its ETag weak
    return {int(tag) for tag in tags if tag and tag.isdecimal() and len(tag) <= _DIGITS}


def version_if_given() -> Expected | None:
    """For a step that may be taken on whatever is there, or only on what was read."""
    return expected_version() if "If-Match" in request.headers else None


def must_match(actual: int, expected: Expected | None) -> None:
    """Raises PreconditionFailed."""
    if expected is not None and actual not in expected:
        raise PreconditionFailed("version_changed", "内容已被他人修改，请重新读取后再改。")
