"""Loading disclosures that are owed, and how they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from services.notices.domain.disclosure.duties import DutyFacts, DutyState, Light, days_late, light_of, state_of
from services.notices.store.tables import Area, DisclosureDuty, Hanging
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_PAGE = 200


@dataclass(frozen=True, slots=True)
class ShownDuty:
    """A disclosure with how it stands today; the row's own columns are there too."""

    row: DisclosureDuty
    state: DutyState
    days_late: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


@dataclass(frozen=True, slots=True)
class Lights:
    """A community's disclosures at a glance: by matter, and by item of Art 34 (the worst of its matters)."""

    area: str
    name: str
    lights: dict[str, Light]
    items: dict[str, Light]
    late: int
    due: int


def duty(session: Session, actor: Actor, duty_id: UUID, *, lock: bool = False) -> DisclosureDuty:
    """Raises NotFound."""
    query = select(DisclosureDuty).where(DisclosureDuty.id == duty_id, within(DisclosureDuty.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("disclosure_not_found", "没有找到这项居务公开。")
    return found


def duties(actor: Actor, *, area: str | None, matter: str | None, state: DutyState | None, today: date) -> Select[Any]:
    query = select(DisclosureDuty).where(within(DisclosureDuty.area, actor))
    if area:
        query = query.where(within(DisclosureDuty.area, Actor(actor.subject, area)))
    if matter:
        query = query.where(DisclosureDuty.matter == matter)
    return query.where(stands_at(state, today)) if state else query


def of_area(session: Session, code: str, *, since: date) -> Sequence[DisclosureDuty]:
    """A community's own since a day, with all that is still owed; by the day on which they are due."""
    row = DisclosureDuty
    wanted = (row.due_on >= since) | row.posted_on.is_(None)
    query = select(row).where(row.area == code, wanted).order_by(row.due_on, row.matter, row.period).limit(_PAGE)
    return session.scalars(query).all()


def late_by_area(session: Session, actor: Actor, *, today: date) -> dict[str, int]:
    """How many are overdue, by community; those with none are left out."""
    row = DisclosureDuty
    late = (within(row.area, actor), stands_at(DutyState.LATE, today))
    return {
        code: int(count)
        for code, count in session.execute(select(row.area, func.count()).where(*late).group_by(row.area))
    }


def shown(session: Session, rows: Iterable[DisclosureDuty], *, today: date) -> list[ShownDuty]:
    """How each of them stands."""
    found = list(rows)
    hung = _hung_now(session, [each.notice_id for each in found if each.notice_id])
    return [_shown(each, hung, today=today) for each in found]


def stands_at(state: DutyState, today: date) -> ColumnElement[bool]:
    """As `state_of` has it, for a query."""
    row = DisclosureDuty
    open_, over = row.posted_on.is_(None), row.display_until < today
    return {
        DutyState.LATE: and_(open_, row.due_on < today),
        DutyState.NOT_DUE: and_(open_, row.opens_on > today, row.due_on >= today),
        DutyState.DUE: and_(open_, row.opens_on <= today, row.due_on >= today),
        DutyState.DONE: and_(~open_, over),
        DutyState.POSTED: and_(~open_, ~over, ~_hung()),
        DutyState.HANGING: and_(~open_, ~over, _hung()),
    }[state]


def traffic_lights(
    session: Session, actor: Actor, *, after: str, limit: int, since: date, today: date
) -> tuple[list[Lights], str | None]:
    """The communities within reach whose codes follow on `after`, and the last code if there are more."""
    query = select(Area).where(within(Area.code, actor), Area.level == "community", Area.code > after)
    places = session.scalars(query.order_by(Area.code).limit(limit + 1)).all()
    shown_places = places[:limit]
    row = DisclosureDuty
    of_these = row.area.in_([each.code for each in shown_places]) & (row.posted_on.is_(None) | (row.due_on >= since))
    found: dict[str, list[ShownDuty]] = {}
    for each in shown(session, session.scalars(select(row).where(of_these)), today=today):
        found.setdefault(each.area, []).append(each)
    lights = [_lights(place, found.get(place.code, [])) for place in shown_places]
    return lights, shown_places[-1].code if len(places) > limit else None


def _lights(place: Area, duties: Sequence[ShownDuty]) -> Lights:
    by_matter: dict[str, list[DutyState]] = {}
    by_item: dict[str, list[DutyState]] = {}
    for each in duties:
        by_matter.setdefault(each.matter, []).append(each.state)
        by_item.setdefault(each.item, []).append(each.state)
    every = [each.state for each in duties]
    lights, items = ({code: light_of(states) for code, states in found.items()} for found in (by_matter, by_item))
    return Lights(place.code, place.name, lights, items, every.count(DutyState.LATE), every.count(DutyState.DUE))


def _shown(row: DisclosureDuty, hung: Collection[UUID], *, today: date) -> ShownDuty:
    facts = DutyFacts(row.opens_on, row.due_on, row.posted_on, row.display_until, hung=row.notice_id in hung)
    return ShownDuty(row, state_of(facts, today), days_late(facts, today))


def _hung() -> ColumnElement[bool]:
    """Its notice hangs on a physical board now."""
    return exists().where(Hanging.notice_id == DisclosureDuty.notice_id, Hanging.removed_on.is_(None))


def _hung_now(session: Session, notices: Sequence[UUID]) -> set[UUID]:
    if not notices:
        return set()
    query = select(Hanging.notice_id).where(Hanging.notice_id.in_(notices), Hanging.removed_on.is_(None))
    return set(session.scalars(query))
