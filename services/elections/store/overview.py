"""All communities within reach, each with its newest election: the district's overview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session, aliased

from services.elections.domain.kinds import ElectionKind
from services.elections.domain.outlook import NOTHING_LEFT, Outlook, outlook
from services.elections.domain.steps import TERMINAL, State
from services.elections.store import tables
from services.elections.store.rule_sets import rule_set
from shared import areas
from shared.auth.actor import Actor
from shared.database.scope import within

_SUBDISTRICT = 9  # digits of a division code
MOST = 2_000
"""Communities: a prefecture has about as many. Who reaches more asks for a part of the area."""


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """`election` is None where none was ever made."""

    area: str
    name: str
    subdistrict: str
    election: tables.Election | None
    outlook: Outlook

    @property
    def state(self) -> State | None:
        return None if self.election is None else State(self.election.state)

    @property
    def kind(self) -> ElectionKind | None:
        return None if self.election is None else ElectionKind(self.election.kind)

    @property
    def overdue(self) -> bool:
        return self.outlook.overdue


def communities(session: Session, actor: Actor, *, area: str | None, today: date) -> list[CommunityRow]:
    """Overdue ones first, then by the day on which something is due; those where nothing is left last."""
    newest = (
        select(tables.Election)
        .where(tables.Election.area == tables.Area.code)
        .order_by(tables.Election.polling_day.desc(), tables.Election.id.desc())
        .limit(1)
        .lateral()
    )
    election, above = aliased(tables.Election, newest), aliased(tables.Area)
    query = (
        select(tables.Area, above.name, election)
        .outerjoin(above, above.code == func.rpad(func.left(tables.Area.code, _SUBDISTRICT), 12, "0"))
        .outerjoin(newest, true())
        .where(tables.Area.level == "community", within(tables.Area.code, actor))
        .limit(MOST)
    )
    if area is not None:
        query = query.where(tables.Area.code.startswith(areas.prefix(area)))
    rows = [_row(place, subdistrict, found, today) for place, subdistrict, found in session.execute(query)]
    return sorted(rows, key=_urgency)


def _urgency(row: CommunityRow) -> tuple[bool, date, str]:
    over = row.state is None or row.state in TERMINAL
    return over, row.outlook.due or date.max, row.area


def _row(place: tables.Area, subdistrict: str | None, found: tables.Election | None, today: date) -> CommunityRow:
    ahead = NOTHING_LEFT
    if found is not None:
        ahead = outlook(State(found.state), found.polling_day, rule_set(found.rule_set), today=today)
    return CommunityRow(place.code, place.name, subdistrict or "", found, ahead)
