"""Loading appraisals, within the actor's area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.elections.domain.committee.appraisals import missed_years
from services.elections.domain.committee.other_votes import Grade
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State
from services.elections.store import tables
from services.elections.store.rule_sets import rule_set
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class OverdueAppraisal:
    """A community whose committee was not appraised in a year. `election` is that of the committee in office."""

    area: str
    name: str
    year: int
    held: int
    needed: int
    due: date
    election: tables.Election


def appraisal(session: Session, actor: Actor, appraisal_id: UUID, *, lock: bool = False) -> tables.Appraisal:
    """Raises NotFound."""
    row = tables.Appraisal
    query = select(row).where(row.id == appraisal_id, within(row.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("appraisal_not_found", "没有找到这次民主评议。")
    return found


def appraisals(session: Session, area: str) -> Sequence[tables.Appraisal]:
    """The latest first."""
    row = tables.Appraisal
    return session.scalars(select(row).where(row.area == area).order_by(row.held_on.desc(), row.id.desc())).all()


def appraised(session: Session, appraisal_id: UUID) -> list[tuple[tables.AppraisedMember, tables.Member]]:
    row, member = tables.AppraisedMember, tables.Member
    query = select(row, member).join(member, member.id == row.member_id).where(row.appraisal_id == appraisal_id)
    return [(part, person) for part, person in session.execute(query.order_by(member.id))]


def typed(session: Session, appraisal_id: UUID) -> dict[str, dict[str, object]]:
    """Of each person who typed the counts the latest figures."""
    row = tables.AppraisalEntry
    entries = session.scalars(select(row).where(row.appraisal_id == appraisal_id).order_by(row.id))
    return {each.clerk: each.figures for each in entries}


def grades(session: Session, person: tables.Member) -> list[Grade]:
    """Of the person in this community, whatever the post, oldest first."""
    row, member, held = tables.AppraisedMember, tables.Member, tables.Appraisal
    same = (member.area == person.area) & (member.name == person.name) & (member.birth_date == person.birth_date)
    query = (
        select(row.grade)
        .join(member, member.id == row.member_id)
        .join(held, held.id == row.appraisal_id)
        .where(same, row.grade.is_not(None))
        .order_by(held.held_on, held.id)
    )
    return [Grade(found) for found in session.scalars(query) if found is not None]


def overdue(session: Session, actor: Actor, today: date) -> list[OverdueAppraisal]:
    """Communities whose committee in office was appraised too seldom in a year that is over, the longest overdue
    first."""
    row, area = tables.Election, tables.Area
    certified = (row.kind == ElectionKind.TERM) & (row.state == State.CERTIFIED) & (row.polling_day <= today)
    query = select(row, area.name).join(area, area.code == row.area).where(certified, within(row.area, actor))
    in_office = {each.area: (each, name) for each, name in session.execute(query.order_by(row.polling_day, row.id))}
    held = _held(session)
    found = [
        OverdueAppraisal(each.area, name, missed.year, missed.held, missed.needed, missed.due, each)
        for each, name in in_office.values()
        for missed in missed_years(
            each.polling_day, held[each.area], today=today, rule=rule_set(each.rule_set).appraisal
        )
    ]
    return sorted(found, key=lambda each: (each.due, each.area))


def _held(session: Session) -> Mapping[str, Mapping[int, int]]:
    """How many were published, by community and year."""
    row = tables.Appraisal
    query = select(row.area, row.year, func.count()).where(row.published_on.is_not(None)).group_by(row.area, row.year)
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for area, year, count in session.execute(query):
        found[area][year] = count
    return found
