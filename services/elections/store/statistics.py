"""The figures of the statutory report: a query for each group of columns, however many elections there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    Uuid,
    case,
    cast,
    distinct,
    exists,
    false,
    func,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session, aliased

from services.elections.domain.candidacy.candidate_states import CandidateState
from services.elections.domain.candidacy.post import Post
from services.elections.domain.committee.members import EndReason
from services.elections.domain.committee.statistics import MAJORITY, Figures, Row, figures_of
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State, Step
from services.elections.domain.roll.persons import Nomination, Sex
from services.elections.domain.roll.roll_changes import ADDING, REMOVING, ChangeReason
from services.elections.store import tables
from shared import areas
from shared.auth.actor import Actor
from shared.database.scope import within

_Groups = dict[UUID, Figures]
_UNDER_WAY = (State.DRAFT, State.CANCELLED)
"""Of these there is nothing to report."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which elections: in an area (None: all within reach), with their polling day in a period, both ends in it."""

    actor: Actor
    area: str | None
    first: date
    last: date

    @property
    def holds(self) -> ColumnElement[bool]:
        row = tables.Election
        chosen = within(row.area, self.actor) & row.polling_day.between(self.first, self.last)
        chosen &= row.state.not_in(_UNDER_WAY)
        return chosen if self.area is None else chosen & row.area.startswith(areas.prefix(self.area))


def rows(session: Session, scope: Scope) -> list[Row]:
    """By area, then by polling day."""
    election, area = tables.Election, tables.Area
    query = select(election, area.name).join(area, area.code == election.area).where(scope.holds)
    found = session.execute(query.order_by(election.area, election.polling_day, election.id)).all()
    groups = [group(session, scope) for group in _GROUPS]
    return [
        Row(
            election_id=each.id,
            area=each.area,
            name=name,
            title=each.title,
            kind=each.kind,
            state=each.state,
            polling_day=each.polling_day,
            figures=figures_of(groups, each.id) | {"electors": each.electors},
        )
        for each, name in found
    ]


def _roll_changes(session: Session, scope: Scope) -> _Groups:
    """四增四减; a correction is neither."""
    row = tables.RollChange
    reasons = [each for each in (*ADDING, *REMOVING) if each is not ChangeReason.CORRECTION]
    counts = [func.count().filter(row.reason == reason).label(reason.value) for reason in reasons]
    return _by_election(session, _counted(scope, row, *counts))


def _votes(session: Session, scope: Scope) -> _Groups:
    """From the count: papers that came out of each kind of box."""
    count, station = tables.StationCount, tables.Station
    recovered = cast(count.totals["sheet"]["recovered"].astext, Integer)
    issued = cast(count.totals["sheet"]["issued"].astext, Integer)
    sums = [
        func.coalesce(func.sum(issued), 0).label("issued"),
        func.coalesce(func.sum(recovered), 0).label("voted"),
        *(
            func.coalesce(func.sum(recovered).filter(station.kind == kind), 0).label(f"voted_{kind}")
            for kind in ("hall", "station", "mobile")
        ),
    ]
    query = _counted(scope, count, *sums).join(station, station.id == count.station_id)
    return _by_election(session, query)


def _written_for(session: Session, scope: Scope) -> _Groups:
    """Papers that writers filled in, where the stations counted them."""
    row = tables.PaperAccount
    return _by_election(session, _counted(scope, row, func.sum(row.written_for).label("written_for")))


def _stations(session: Session, scope: Scope) -> _Groups:
    row = tables.Station
    mobile = func.count().filter(row.kind == "mobile").label("mobile_boxes")
    return _by_election(
        session, _counted(scope, row, func.count().filter(row.kind != "mobile").label("stations"), mobile)
    )


def _seats(session: Session, scope: Scope) -> _Groups:
    return _by_election(session, _counted(scope, tables.Contest, func.sum(tables.Contest.seats).label("seats")))


def _nominees(session: Session, scope: Scope) -> _Groups:
    row = tables.Candidate
    counts = (
        func.count().label("nominees"),
        func.count().filter(row.state == CandidateState.STANDING).label("standing"),
        func.count().filter(row.nominated_by == Nomination.PARTY).label("nominees_party"),
        func.count().filter(row.nominated_by == Nomination.JOINT).label("nominees_joint"),
        func.count().filter(row.sex == Sex.FEMALE).label("nominees_women"),
        _minority(row.ethnicity).label("nominees_minority"),
    )
    return _by_election(session, _counted(scope, row, *counts))


def _elected(session: Session, scope: Scope) -> _Groups:
    """Those whom a certified result seats; first is who was never elected in this community before, neither here nor,
    by what was recorded of the candidate, before there was this system."""
    now, before = _winners("now").cte("now"), _winners("before").cte("before")
    known = exists().where(
        before.c.area == now.c.area,
        before.c.name == now.c.name,
        before.c.birth_date == now.c.birth_date,
        before.c.polling_day < now.c.polling_day,
    )
    again = known | func.coalesce(now.c.served_before, false())
    counts = (
        func.count().label("elected"),
        func.count().filter(now.c.sex == Sex.FEMALE).label("elected_women"),
        _minority(now.c.ethnicity).label("elected_minority"),
        func.count().filter(again).label("elected_again"),
        func.count().filter(~again).label("elected_first"),
    )
    election = tables.Election
    query = select(now.c.election_id, *counts).join(election, election.id == now.c.election_id)
    return _by_election(session, query.where(scope.holds).group_by(now.c.election_id))


def _minority(ethnicity: Any) -> ColumnElement[int | None]:
    """None where nobody's ethnicity was recorded."""
    minority = func.count().filter(ethnicity.not_in(["", MAJORITY]))
    return case((func.count().filter(ethnicity != "") > 0, minority), else_=None)


def _winners(name: str) -> Select[*tuple[Any, ...]]:
    """Every person whom a certified result names as elected, out of the stored verdicts."""
    election, result, candidate = tables.Election, tables.Result, tables.Candidate
    contest = func.jsonb_array_elements(result.verdict["contests"]).table_valued("value", name=f"contest_{name}")
    contest = contest.render_derived()
    standing = func.jsonb_array_elements(cast(contest.c.value, JSONB)["candidates"])
    standings = standing.table_valued("value", name=f"standing_{name}").render_derived()
    value = cast(standings.c.value, JSONB)
    row = candidate
    person = (row.area, row.name, row.birth_date, row.sex, row.ethnicity, row.served_before)
    return (
        select(election.id.label("election_id"), election.polling_day, *person)
        .select_from(election)
        .join(result, result.election_id == election.id)
        .join(contest, true())
        .join(standings, cast(value["elected"].astext, Boolean))
        .join(candidate, candidate.id == cast(value["candidate_id"].astext, Uuid))
        .where(election.state == State.CERTIFIED)
    )


def _further_ballots(session: Session, scope: Scope) -> _Groups:
    """Held because this election left seats empty or votes equal; cancelled ones were not held."""
    child = aliased(tables.Election)
    counts = (
        func.count().filter(child.kind == ElectionKind.ANOTHER_BALLOT).label("another_ballots"),
        func.count().filter(child.kind == ElectionKind.REVOTE).label("revotes"),
        func.count().filter(child.kind == ElectionKind.RECALL).label("recalls"),
    )
    query = select(tables.Election.id, *counts).join(child, child.parent_id == tables.Election.id)
    held = query.where(scope.holds, child.state != State.CANCELLED)
    return _by_election(session, held.group_by(tables.Election.id))


def _removals(session: Session, scope: Scope) -> _Groups:
    """Of those whom this election seated, who were recalled, by post."""
    row = tables.Member
    recalled = row.end_reason == EndReason.RECALLED
    counts = [func.count().filter(recalled & (row.post == post)).label(f"recalled_{post}") for post in Post]
    return _by_election(session, _counted(scope, row, *counts))


def _proxies(session: Session, scope: Scope) -> _Groups:
    """Appointments that stood until the poll, and the persons who voted by them."""
    row = tables.Proxy
    counts = func.count().label("proxies"), func.count(distinct(row.agent_id)).label("agents")
    return _by_election(session, _counted(scope, row, *counts).where(row.ended_on.is_(None)))


def _objections(session: Session, scope: Scope) -> _Groups:
    return _by_election(session, _counted(scope, tables.Objection, func.count().label("objections")))


def _complaints(session: Session, scope: Scope) -> _Groups:
    return _by_election(session, _counted(scope, tables.Complaint, func.count().label("complaints")))


def _voided(session: Session, scope: Scope) -> _Groups:
    row = tables.StepTaken
    counted = func.count(distinct(row.election_id)).filter(row.step == Step.VOID).label("voided")
    return _by_election(session, _counted(scope, row, counted))


def _counted(scope: Scope, table: Any, *counts: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """`counts` of a table's rows for each election that it has any of."""
    election = tables.Election
    query = select(table.election_id, *counts).join(election, election.id == table.election_id)
    return query.where(scope.holds).group_by(table.election_id)


def _by_election(session: Session, query: Select[*tuple[Any, ...]]) -> _Groups:
    found: Sequence[Any] = session.execute(query).mappings().all()
    return {next(iter(row.values())): {name: _whole(count) for name, count in list(row.items())[1:]} for row in found}


def _whole(count: Any) -> int | None:
    return None if count is None else int(count)


_GROUPS = (
    _roll_changes,
    _votes,
    _written_for,
    _stations,
    _seats,
    _nominees,
    _elected,
    _further_ballots,
    _removals,
    _proxies,
    _objections,
    _complaints,
    _voided,
)
