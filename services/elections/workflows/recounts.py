"""Recounting: the verdicts of an area's elections worked out anew from the typed sheets, and held against those that
stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.store import elections, tables
from services.elections.store.database import reading
from services.elections.workflows.counting import station_figures, verdict_on
from shared import areas
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import Conflict

_NOTHING: dict[str, Any] = {"seated": [], "relatives": []}
"""What results rest on that were given before it was kept with them: first ballots, as a rule."""


@dataclass(frozen=True, slots=True)
class Recount:
    """`same` is false where the sheets do not give the verdict that stands, or give none."""

    election_id: UUID
    area: str
    title: str
    same: bool


def recount(actor: Actor, area: str) -> Iterator[Recount]:
    """Every election of the area whose count is finished. Reads only: what differs is for people to look into."""
    actor.must_reach(area)
    with reading() as session:
        query = (
            select(tables.Election, tables.Result)
            .join(tables.Result, tables.Result.election_id == tables.Election.id)
            .where(within(tables.Election.area, actor), tables.Election.area.startswith(areas.prefix(area)))
            .order_by(tables.Election.area, tables.Election.id)
        )
        for found, stored in session.execute(query).all():
            yield Recount(
                found.id, found.area, found.title, _again(session, found, stored.basis or _NOTHING) == stored.verdict
            )


def _again(session: Session, found: tables.Election, basis: dict[str, Any]) -> dict[str, Any] | None:
    """As stored: through JSON, which knows no tuples. None when the entries of a sheet do not agree any more."""
    typed = elections.entries(session, found.id)
    try:
        parts = [station_figures(station, typed) for station in elections.stations(session, found.id)]
    except Conflict:
        return None
    again: dict[str, Any] = json.loads(json.dumps(verdict_on(session, found, parts, basis)))
    return again
