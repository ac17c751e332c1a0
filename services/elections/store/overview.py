"""All communities within reach, each with its newest election: the district's overview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session, aliased

from services.elections.domain.calendar.outlook import NOTHING_LEFT, Outlook, outlook
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import TERMINAL, State
from services.elections.store import tables
from services.elections.store.timetables import ElectionTimetable, timetables
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
    found = session.execute(query).all()
    known = timetables(session, [each for _, _, each in found if each is not None], today=today)
    rows = [_row(place, subdistrict, known.get(each.id) if each else None) for place, subdistrict, each in found]
    return sorted(rows, key=_urgency)


def _urgency(row: CommunityRow) -> tuple[bool, bool, date, str]:
    over = row.state is None or row.state in TERMINAL
    due = row.outlook.late.due if row.outlook.late else row.outlook.due
    return not row.overdue, over, due or date.max, row.area


def _row(place: tables.Area, subdistrict: str | None, known: ElectionTimetable | None) -> CommunityRow:
    if known is None:
        return CommunityRow(place.code, place.name, subdistrict or "", None, NOTHING_LEFT)
    found = known.election
    ahead = outlook(State(found.state), found.polling_day, known.stages, today=known.course.today)
    return CommunityRow(place.code, place.name, subdistrict or "", found, ahead)
