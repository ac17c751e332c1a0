"""What an office's figures are made of: everybody's time in office, with what is known of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.training.domain.learning.sessions import SessionState
from services.training.domain.office.ages import age_on
from services.training.domain.office.cadres import Sex
from services.training.domain.office.cohorts import Figures
from services.training.domain.office.service import left_between, spells
from services.training.domain.office.vacancies import Held, Seats, vacancy_days
from services.training.domain.team.reserves import Stage
from services.training.domain.team.succession import Path
from services.training.store import roster
from services.training.store.roster import Standing
from services.training.store.tables import (
    AppraisalGrade,
    Attendance,
    ChannelTarget,
    Enrolment,
    Establishment,
    Payment,
    Reserve,
    Term,
    TrainingSession,
)
from shared.auth.actor import Actor
from shared.clock import CIVIL_ZONE
from shared.database.scope import within


@dataclass(frozen=True, slots=True)
class Period:
    """Whose figures, and of which days, both among them."""

    actor: Actor
    area: str | None
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Served:
    standing: Standing
    spells: Sequence[Held]


@dataclass(frozen=True, slots=True)
class EmptyDays:
    area: str
    post: str
    days: int


def served(db: Session, period: Period) -> list[Served]:
    """Everybody who was ever in office, with what is known of them on the last day."""
    found = roster.all_terms(db, period.actor, period.area, period.last)
    return [Served(each, spells(map(held, each.terms))) for each in found if each.terms]


def held(term: Term) -> Held:
    """An appointment is over at its end, whether somebody ended it yet or not."""
    over = term.ends_on if term.election_id is None else None
    return Held(term.starts_on, term.ended_on or over)


def empty_days(db: Session, period: Period) -> list[EmptyDays]:
    """Days on which seats had nobody, by community and post; those without any are left out."""
    own = within(Establishment.area, period.actor), roster.below(Establishment.area, period.area)
    seats: dict[tuple[str, str], list[Seats]] = defaultdict(list)
    for row in db.scalars(select(Establishment).where(*own)):
        seats[row.area, row.post].append(Seats(row.since, row.seats))
    terms: dict[tuple[str, str], list[Held]] = defaultdict(list)
    for term in db.scalars(select(Term).where(within(Term.area, period.actor), roster.below(Term.area, period.area))):
        terms[term.area, term.post].append(held(term))
    days = {key: vacancy_days(rows, terms[key], period.first, period.last) for key, rows in seats.items()}
    return [EmptyDays(*key, count) for key, count in sorted(days.items()) if count]


def figures(db: Session, period: Period) -> list[Figures]:
    """Of everybody who was in office in the period."""
    people = [each for each in served(db, period) if any(_in_period(spell, period) for spell in each.spells)]
    ids = [each.standing.cadre.id for each in people]
    known = _Known(
        roster.levels(db, ids, period.last), _sessions(db, period), _payments(db, period), _grades(db, period)
    )
    return [_figures(each, period, known) for each in people]


def targets(db: Session, area: str, year: int) -> dict[str, int]:
    query = select(ChannelTarget.source, ChannelTarget.target)
    return dict(db.execute(query.where(ChannelTarget.area == area, ChannelTarget.year == year)).all())


def pool(db: Session, actor: Actor, area: str | None) -> list[tuple[str, str, Stage]]:
    query = select(Reserve.area, Reserve.post, Reserve.stage)
    rows = db.execute(query.where(within(Reserve.area, actor), roster.below(Reserve.area, area)))
    return [(office, post, Stage(stage)) for office, post, stage in rows]


def paths(db: Session, actor: Actor, area: str | None) -> list[Path]:
    query = select(Reserve.nominated_on, Reserve.ready_on, Reserve.in_post_on)
    return [
        Path(*row) for row in db.execute(query.where(within(Reserve.area, actor), roster.below(Reserve.area, area)))
    ]


def _in_period(spell: Held, period: Period) -> bool:
    return spell.starts_on <= period.last and (spell.until is None or spell.until > period.first)


@dataclass(frozen=True, slots=True)
class _Known:
    """By cadre: levels; places in sessions and attendance; payments and their sum in fen. By person: the grade."""

    levels: dict[UUID, dict[str, int]]
    sessions: dict[UUID, tuple[int, int]]
    payments: dict[UUID, tuple[int, int]]
    grades: dict[tuple[str, str, date], str]


def _figures(each: Served, period: Period, known: _Known) -> Figures:
    cadre, facts = each.standing.cadre, each.standing.facts
    enrolled, attended = known.sessions.get(cadre.id, (0, 0))
    payments, paid_fen = known.payments.get(cadre.id, (0, 0))
    return Figures(
        source=facts.source,
        sex=Sex(cadre.sex),
        age=age_on(cadre.birth_date, period.last),
        education=facts.education,
        levels=known.levels.get(cadre.id, {}),
        grade=known.grades.get((cadre.area, cadre.name, cadre.birth_date)),
        enrolled=enrolled,
        attended=attended,
        payments=payments,
        paid_fen=paid_fen,
        in_office=any(spell.until is None or spell.until > period.last for spell in each.spells),
        left=any(left_between(spell, period.first, period.last) for spell in each.spells),
    )


def _sessions(db: Session, period: Period) -> dict[UUID, tuple[int, int]]:
    """How many sessions of the period each cadre had a place in, and came to."""
    came = (Attendance.session_id == Enrolment.session_id) & (Attendance.cadre_id == Enrolment.cadre_id)
    start, end = (datetime.combine(day, time(), CIVIL_ZONE) for day in (period.first, period.last + timedelta(days=1)))
    query: Any = (
        select(Enrolment.cadre_id, func.count(), func.count(Attendance.cadre_id))
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .outerjoin(Attendance, came)
        .where(TrainingSession.state != SessionState.CANCELLED)
        .where(TrainingSession.ends_at >= start, TrainingSession.ends_at < end)
        .group_by(Enrolment.cadre_id)
    )
    return {cadre: (places, attended) for cadre, places, attended in db.execute(query)}


def _payments(db: Session, period: Period) -> dict[UUID, tuple[int, int]]:
    query = select(Payment.cadre_id, func.count(), func.sum(Payment.fen)).group_by(Payment.cadre_id)
    own = within(Payment.area, period.actor), Payment.month.between(period.first, period.last)
    return {cadre: (count, int(fen)) for cadre, count, fen in db.execute(query.where(*own))}


def _grades(db: Session, period: Period) -> dict[tuple[str, str, date], str]:
    """The newest of each person up to the period's last year."""
    row = AppraisalGrade
    own = within(row.area, period.actor), roster.below(row.area, period.area), row.year <= period.last.year
    rows = db.scalars(select(row).where(*own).order_by(row.year))
    return {(each.area, each.name, each.birth_date): each.grade for each in rows}


def reasons(people: Sequence[Served], period: Period) -> Counter[str]:
    """Why those who left in the period left, by the end of their last term."""
    found: Counter[str] = Counter()
    for each in people:
        for spell in each.spells:
            if left_between(spell, period.first, period.last):
                ended = next((term for term in each.standing.terms if held(term).until == spell.until), None)
                found[(ended.end_reason if ended else None) or "expired"] += 1
    return found


def entry_ages(each: Served, period: Period) -> list[int]:
    """How old somebody was when they came into office in the period, if they did for the first time."""
    first = [spell.starts_on for spell in each.spells[:1] if period.first <= spell.starts_on <= period.last]
    return [age_on(each.standing.cadre.birth_date, day) for day in first]
