"""Cursor pagination: pages stay right while rows are added, and the last page costs no more than the first."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from shared.errors import Malformed


@dataclass(frozen=True, slots=True)
class Page:
    """`next` is the cursor of the following page, None on the last."""

    items: Sequence[Any]
    next: str | None


def paginate(
    session: Session,
    query: Select[Any],
    *,
    key: InstrumentedAttribute[Any],
    limit: int,
    cursor: str | None,
    parse: Callable[[str], Any],
    newest_first: bool = False,
) -> Page:
    """One page of `query`'s entities by the unique column `key`; `parse` turns the cursor's text into the key's type.

    Raises Malformed for a cursor that this service did not give.
    """
    if cursor is not None:
        position = _decode(cursor, parse)
        query = query.where(key < position if newest_first else key > position)
    ordered = query.order_by(key.desc() if newest_first else key).limit(limit + 1)
    rows = session.scalars(ordered).all()
    more = len(rows) > limit
    items = rows[:limit]
    return Page(items=items, next=_encode(getattr(items[-1], key.key)) if more else None)


def _encode(key: object) -> str:
    return base64.urlsafe_b64encode(str(key).encode()).decode().rstrip("=")


def _decode(cursor: str, parse: Callable[[str], Any]) -> Any:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return parse(base64.b64decode(padded, altchars=b"-_", validate=True).decode())
    except (ValueError, binascii.Error) as error:
        raise Malformed("cursor_invalid", "翻页位置无效，请从第一页开始。") from error
