"""Optimistic locking: a thing's version is its ETag; an update must name the version it was made from (RFC 9110)."""

from __future__ import annotations

from flask import request

from shared.errors import PreconditionFailed, PreconditionRequired


def etag(version: int) -> dict[str, str]:
    """The header that goes with a thing of this version."""
    return {"ETag": f'"{version}"'}


def expected_version() -> int:
    """The version in If-Match. Raises PreconditionRequired if there is none, PreconditionFailed if it is no version."""
    header = request.headers.get("If-Match")
    if not header:
        raise PreconditionRequired("if_match_required", "修改时须在 If-Match 里写上读到的版本号（ETag）。")
    text = header.strip().removeprefix("W/").strip('"')
    if not text.isdecimal() or len(text) > 9:
        raise PreconditionFailed("version_changed", "内容已被他人修改，请重新读取后再改。")
    return int(text)


def version_if_given() -> int | None:
    """For a step that may be taken on whatever is there, or only on what was read."""
    return expected_version() if "If-Match" in request.headers else None


def must_match(actual: int, expected: int | None) -> None:
    if expected is not None and actual != expected:
        raise PreconditionFailed("version_changed", "内容已被他人修改，请重新读取后再改。")
