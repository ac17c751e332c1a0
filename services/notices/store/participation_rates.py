"""Counting who took part, by kind of residents and by affair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from services.notices.domain.participation import Affair
from services.notices.domain.participation_rates import Rate, Report, report, told_by_affair
from services.notices.domain.residents.kinds import ResidentKind
from services.notices.store.audiences import is_of_kind, living_in
from services.notices.store.tables import Participation, Resident
from shared.auth.actor import Actor
from shared.clock import CIVIL_ZONE
from shared.database.scope import within


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class AffairCount:
    """`residents` are persons who live there now (None: too few took part or did not), `times` all parts, those without
    a name among them."""

    affair: Affair
    residents: int | None
    times: int


def rates(session: Session, area: str, period: Period, *, affair: Affair | None, today: date) -> Report:
    """In one look over the residents who live there now."""
    took = exists().where(Participation.resident_id == Resident.id, _during(period), *_of(affair))
    counts: list[ColumnElement[int]] = [func.count(), func.count().filter(took)]
    for kind in ResidentKind:
        counts += [func.count().filter(is_of_kind([kind], today)), func.count().filter(is_of_kind([kind], today), took)]
    residents, all_who_took, *of_kinds = session.execute(
        select(*counts).select_from(Resident).where(living_in(area))
    ).one()
    pairs = zip(ResidentKind, of_kinds[::2], of_kinds[1::2], strict=True)
    return report(Rate(None, residents, all_who_took), {kind: Rate(kind, there, part) for kind, there, part in pairs})


def by_affair(session: Session, area: str, period: Period) -> Sequence[AffairCount]:
    """What residents took part in, most persons first."""
    took = exists().where(Participation.resident_id == Resident.id, _during(period))
    all_of_them = select(func.count(), func.count().filter(took)).select_from(Resident).where(living_in(area))
    persons = func.count(Resident.id.distinct())
    counted = (
        select(Participation.affair, persons, func.count())
        .outerjoin(Resident, (Resident.id == Participation.resident_id) & living_in(area))
        .where(_in(area), _during(period))
        .group_by(Participation.affair)
        .order_by(persons.desc(), Participation.affair)
    )
    whole = Rate(None, *session.execute(all_of_them).one())
    rows = [(Affair(affair), residents, times) for affair, residents, times in session.execute(counted)]
    told = told_by_affair(whole, {affair: residents for affair, residents, _ in rows})
    return [AffairCount(affair, told[affair], times) for affair, _, times in rows]


def _of(affair: Affair | None) -> list[ColumnElement[bool]]:
    return [] if affair is None else [Participation.affair == affair]


def _in(area: str) -> ColumnElement[bool]:
    return within(Participation.area, Actor(subject="", area=area))


def _during(period: Period) -> ColumnElement[bool]:
    return (Participation.at >= _midnight(period.first)) & (
        Participation.at < _midnight(period.last + timedelta(days=1))
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, CIVIL_ZONE)
