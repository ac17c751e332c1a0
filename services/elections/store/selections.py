"""Loading selections and their stages, within the actor's area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.domain.committee.selections import Progress, progress
from services.elections.domain.roll.relatives import Person
from services.elections.store import tables
from services.elections.store.selection_schemes import schemes
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def selection(session: Session, actor: Actor, selection_id: UUID, *, lock: bool = False) -> tables.Selection:
    """Raises NotFound."""
    row = tables.Selection
    query = select(row).where(row.id == selection_id, within(row.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("selection_not_found", "没有找到这次推荐。")
    return found


def selections(session: Session, area: str) -> Sequence[tables.Selection]:
    """The latest first."""
    row = tables.Selection
    return session.scalars(select(row).where(row.area == area).order_by(row.opened_at.desc(), row.id.desc())).all()


def held(session: Session, selection_id: UUID) -> Sequence[tables.HeldStage]:
    """Every time that a stage was held, in that order."""
    row = tables.HeldStage
    return session.scalars(select(row).where(row.selection_id == selection_id).order_by(row.id)).all()


def progress_of(found: tables.Selection, rows: Sequence[tables.HeldStage]) -> Progress:
    return progress(schemes()[found.scheme], {row.stage: _gone_on(row.names) for row in rows if row.counts})


def _gone_on(names: Mapping[str, Any]) -> tuple[Person, ...]:
    going = (each for each in names["items"] if each["goes_on"]["holds"])
    return tuple(Person(each["name"], date.fromisoformat(each["birth_date"])) for each in going)
