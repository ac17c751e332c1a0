"""Coverage in SQL: who was reached, counted by the database; and those who were not, door by door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_, update
from sqlalchemy.orm import Session

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.states import OPEN
from services.notices.domain.informing.coverage import PROOFS, Coverage, Share, cumulated
from services.notices.domain.informing.doors import VisitResult
from services.notices.domain.residents.kinds import ResidentKind
from services.notices.store.audiences import is_of_kind, living_in
from services.notices.store.tables import Delivery, DoorVisit, InformingGoal, Notice, Resident
from shared.clock import CIVIL_ZONE


@dataclass(frozen=True, slots=True)
class Door:
    """Somebody to call on; `calls` is how often nobody was at home."""

    id: UUID
    building: str
    door: str
    name: str
    number: str
    calls: int


def share_of(session: Session, notice: Notice) -> Share:
    """Only the total: what a rule or a report needs."""
    reached = _reached(notice.id).subquery()
    query = select(func.count(), func.count(reached.c.resident_id)).select_from(Resident)
    joined = query.outerjoin(reached, reached.c.resident_id == Resident.id).where(living_in(notice.area))
    return Share(*session.execute(joined).one())


def coverage_of(session: Session, notice: Notice, *, today: date) -> Coverage:
    """Three looks over the residents and the notice's deliveries."""
    total, by_kind = _by_kind(session, notice, today)
    return Coverage(total, _by_channel(session, notice), by_kind, _by_day(session, notice))


def forget_notes(session: Session, resident_id: UUID) -> None:
    """What volunteers wrote at the resident's door. That somebody called there stays: past figures hang on it."""
    session.execute(update(DoorVisit).where(DoorVisit.resident_id == resident_id).values(note=None))


def goal_of(session: Session, notice_id: UUID) -> InformingGoal | None:
    return session.get(InformingGoal, notice_id)


def doors(
    session: Session, notice: Notice, *, after: tuple[str, str, UUID] | None, limit: int | None
) -> tuple[Sequence[Door], bool]:
    """Residents whom nothing has reached, to whom nothing is on its way, and whom no visit has settled, by building and
    door; whether more follow."""
    place = (func.coalesce(Resident.building, ""), func.coalesce(Resident.door, ""), Resident.id)
    calls = (
        select(func.count())
        .where(DoorVisit.notice_id == notice.id, DoorVisit.resident_id == Resident.id)
        .correlate(Resident)
        .scalar_subquery()
    )
    query = select(Resident.id, place[0], place[1], Resident.name, Resident.number, calls)
    left = (~_was_reached(notice.id), ~_is_on_its_way(notice.id), ~_was_settled(notice.id))
    query = query.where(living_in(notice.area), *left).order_by(*place)
    if after is not None:
        query = query.where(tuple_(*place) > tuple_(*after))
    if limit is None:
        return [Door(*row) for row in session.execute(query)], False
    rows = session.execute(query.limit(limit + 1)).all()
    return [Door(*row) for row in rows[:limit]], len(rows) > limit


def _by_kind(session: Session, notice: Notice, today: date) -> tuple[Share, dict[ResidentKind, Share]]:
    reached = _reached(notice.id).subquery()
    was = reached.c.resident_id.is_not(None)
    columns: list[ColumnElement[int]] = [func.count(), func.count().filter(was)]
    for kind in ResidentKind:
        of_kind = is_of_kind([kind], today)
        columns += [func.count().filter(of_kind), func.count().filter(of_kind, was)]
    query = select(*columns).select_from(Resident).outerjoin(reached, reached.c.resident_id == Resident.id)
    found = session.execute(query.where(living_in(notice.area))).one()
    shares = [Share(residents, told) for residents, told in zip(found[::2], found[1::2], strict=True)]
    return shares[0], dict(zip(ResidentKind, shares[1:], strict=True))


def _by_channel(session: Session, notice: Notice) -> dict[Channel, int]:
    query = select(Delivery.channel, func.count(Delivery.resident_id.distinct())).where(
        Delivery.notice_id == notice.id, _proved(), Delivery.resident_id.in_(_living(notice.area))
    )
    found = {Channel(channel): int(count) for channel, count in session.execute(query.group_by(Delivery.channel))}
    return {channel: found.get(channel, 0) for channel in Channel}


def _by_day(session: Session, notice: Notice) -> list[tuple[date, int]]:
    """By the last that was noted of the first delivery that proves it: a receipt's day, where there is one."""
    day = func.date(func.timezone(CIVIL_ZONE.key, func.min(Delivery.changed_at)))
    first = (
        select(day.label("day"))
        .where(Delivery.notice_id == notice.id, _proved(), Delivery.resident_id.in_(_living(notice.area)))
        .group_by(Delivery.resident_id)
        .subquery()
    )
    query = select(first.c.day, func.count()).group_by(first.c.day)
    return cumulated((found, int(count)) for found, count in session.execute(query))


def _reached(notice_id: UUID) -> Select[UUID]:
    """Each once, by whatever edition: an amendment is a campaign of its own."""
    return select(Delivery.resident_id).where(Delivery.notice_id == notice_id, _proved()).distinct()


def _was_reached(notice_id: UUID) -> ColumnElement[bool]:
    return exists().where(Delivery.notice_id == notice_id, Delivery.resident_id == Resident.id, _proved())


def _is_on_its_way(notice_id: UUID) -> ColumnElement[bool]:
    """A message that waits for its turn, or for the time that the resident named, spares a visit."""
    message = (Delivery.notice_id == notice_id, Delivery.resident_id == Resident.id, Delivery.channel != Channel.DOOR)
    return exists().where(*message, Delivery.state.in_(sorted(OPEN)))


def _was_settled(notice_id: UUID) -> ColumnElement[bool]:
    final = [result.value for result in VisitResult if result.final]
    here = (DoorVisit.notice_id == notice_id, DoorVisit.resident_id == Resident.id)
    return exists().where(*here, DoorVisit.result.in_(final))


def _living(area: str) -> Select[UUID]:
    return select(Resident.id).where(living_in(area))


def _proved() -> ColumnElement[bool]:
    return or_(
        *(
            and_(Delivery.channel == channel.value, Delivery.state.in_(sorted(state.value for state in states)))
            for channel, states in PROOFS.items()
        )
    )
