"""What other records show of a timetable's stages: a reader for each fact, over many elections in one query.

A stage whose fact has no reader, or of which nothing is recorded, is marked by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.elections.domain.calendar.timetable import Timetable
from services.elections.domain.candidacy.candidate_states import CandidateState
from services.elections.domain.procedure.facts import Taken
from services.elections.domain.procedure.steps import Step
from services.elections.store import tables
from services.elections.store.rule_sets import rule_set

Days = dict[UUID, date | None]
"""The elections of which the fact holds, and since which day (None where it was not kept)."""


@dataclass(frozen=True, slots=True)
class Reading:
    session: Session
    elections: Sequence[tables.Election]
    taken: Mapping[UUID, Mapping[Step, Taken]]
    today: date

    @property
    def ids(self) -> list[UUID]:
        return [each.id for each in self.elections]


def nominated(reading: Reading) -> Days:
    """Somebody was nominated."""
    query = select(tables.Candidate.election_id).where(tables.Candidate.election_id.in_(reading.ids)).distinct()
    return dict.fromkeys(reading.session.scalars(query))


def delegates_listed(reading: Reading) -> Days:
    """In the other modes the roll lists who votes."""
    return {each.id: None for each in reading.elections if each.electors and each.households}


def objections_decided(reading: Reading) -> Days:
    """The days for objections are over, and none is open; on the later of the last day and the last decision."""
    objection = tables.Objection
    query = (
        select(objection.election_id, func.max(objection.decided_on), func.bool_or(objection.upheld.is_(None)))
        .where(objection.election_id.in_(reading.ids))
        .group_by(objection.election_id)
    )
    known = {each: (decided_on, undecided) for each, decided_on, undecided in reading.session.execute(query)}
    found: Days = {}
    for each in reading.elections:
        published = reading.taken.get(each.id, {}).get(Step.PUBLISH_ROLL)
        decided_on, undecided = known.get(each.id, (None, False))
        if published is not None and not undecided:
            until = Timetable(each.polling_day, rule_set(each.rule_set)).objections_until(published.on)
            if reading.today > until:
                found[each.id] = max(until, decided_on or until)
    return found


def nominees_checked(reading: Reading) -> Days:
    """Everybody who stands was checked for each bar; on the day of the latest check."""
    row, check = tables.Candidate, tables.CandidateCheck
    query = (
        select(row.election_id, func.count(row.id.distinct()), func.count(check.item), func.max(check.on))
        .outerjoin(check, check.candidate_id == row.id)
        .where(row.election_id.in_(reading.ids), row.state == CandidateState.STANDING)
        .group_by(row.election_id)
    )
    bars = {each.id: len(rule_set(each.rule_set).nomination.bars) for each in reading.elections}
    counted = reading.session.execute(query)
    return {each: on for each, standing, checks, on in counted if 0 < standing * bars[each] <= checks}


def committee_formed(reading: Reading) -> Days:
    """The meeting's day."""
    row = tables.ElectionCommittee
    query = select(row.election_id, row.chosen_on).where(row.election_id.in_(reading.ids))
    return dict(iter(reading.session.execute(query)))


def candidates_met(reading: Reading) -> Days:
    """On the day of the first meeting with residents."""
    return _days(reading, tables.CandidateMeeting.election_id, func.min(tables.CandidateMeeting.on))


def proxies_published(reading: Reading) -> Days:
    """On the day of the newest lists."""
    return _days(reading, tables.ProxyPublication.election_id, func.max(tables.ProxyPublication.on))


def handed_over(reading: Reading) -> Days:
    return _days(reading, tables.Handover.election_id, func.max(tables.Handover.completed_on))


def _days(reading: Reading, election_id: InstrumentedAttribute[UUID], day: ColumnElement[date]) -> Days:
    query = select(election_id, day).where(election_id.in_(reading.ids)).group_by(election_id)
    return dict(iter(reading.session.execute(query)))


READERS: Mapping[str, Callable[[Reading], Days]] = {
    "committee_formed": committee_formed,
    "nominated": nominated,
    "nominees_checked": nominees_checked,
    "delegates_listed": delegates_listed,
    "objections_decided": objections_decided,
    "candidates_met": candidates_met,
    "proxies_published": proxies_published,
    "handed_over": handed_over,
}
