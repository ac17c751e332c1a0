"""The kind of notices that an address asks for."""

from __future__ import annotations

from flask import request

from services.notices.domain.notice import Kind
from shared.errors import NotFound


def kind_asked_for() -> Kind | None:
    """None for all kinds. Raises NotFound for one that there is not: a misspelt address is no empty page."""
    code = request.args.get("kind") or None
    if code is None:
        return None
    try:
        return Kind(code)
    except ValueError as error:
        raise NotFound("kind_not_found", "没有这类公告。") from error
