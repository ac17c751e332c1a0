"""Loading days that a community should know, its own and those of the areas above it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notices.store.areas import upwards
from services.notices.store.tables import Occasion

_MOST = 200


def since(session: Session, code: str, day: date) -> Sequence[Occasion]:
    query = select(Occasion).where(Occasion.area.in_(upwards(code)), Occasion.day >= day)
    return session.scalars(query.order_by(Occasion.day, Occasion.starts_at, Occasion.subject).limit(_MOST)).all()
