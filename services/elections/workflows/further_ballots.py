"""Calling another ballot or a vote among the tied: an election of its own on the roll of the first (Art 19)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from services.elections.domain.calendar.timetable import term
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State, Step
from services.elections.domain.verdict.further_ballots import OpenContest, check_day, open_contests
from services.elections.store import elections, mobile_boxes, polling, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from services.elections.workflows.announcements import tell_another_ballot
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict
from shared.ids import new_id

_Row = TypeVar("_Row", tables.Candidate, tables.Station, tables.Staff, tables.BoxRequest)

_DECIDED_BEFORE = (Step.ANNOUNCE, Step.PUBLISH_ROLL, Step.PUBLISH_CANDIDATES)


def call_further_ballots(actor: Actor, election_id: UUID, polling_day: date) -> list[tables.Election]:
    """One for the seats left empty, one for equal votes, as the result asks for. They are ready to be polled.

    Raises Conflict when the result leaves nothing to vote on or the ballots are called already.
    """
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        verdict = elections.certified_verdict(uow.session, found)
        check_day(
            polling_day,
            called_on=clock.today(),
            first=found.polling_day,
            rule=rule_set(found.rule_set).another_ballot,
        )
        _not_called(elections.children(uow.session, found.id))
        called = [_call(uow, found, kind, opened, polling_day) for kind, opened in open_contests(verdict).items()]
        for child in called:
            tell_another_ballot(uow, child)
        return called


def _not_called(children: Iterable[tables.Election]) -> None:
    """A ballot that was cancelled or void is called anew."""
    if any(State(child.state) not in {State.CANCELLED, State.VOID} for child in children):
        raise Conflict("another_ballot_called", "另行选举已经安排。")


def _call(
    uow: UnitOfWork, first: tables.Election, kind: ElectionKind, opened: Sequence[OpenContest], polling_day: date
) -> tables.Election:
    root = elections.root(uow.session, first)
    child = tables.Election(
        id=new_id(),
        area=first.area,
        title=f"{root.title}（{kind.zh}）",
        kind=kind,
        parent_id=first.id,
        roll_of=first.roll_election,
        term_ends_on=first.term_ends_on or term(root.polling_day, rule_set(root.rule_set)).ends_on,
        mode=first.mode,
        paper_register=first.paper_register,
        residents=first.residents,
        polling_day=polling_day,
        rule_set=first.rule_set,
        state=State.CANDIDATES_PUBLISHED,
        version=1,
        electors=first.electors,
        roll_hash=first.roll_hash,
    )
    uow.session.add(child)
    uow.session.flush()
    _take_over(uow, first, child, opened)
    facts = {"kind": kind, "parent_id": first.id, "polling_day": polling_day}
    uow.record("call_another_ballot", subject=f"elections/{child.id}", area=child.area, after=facts)
    return child


def _take_over(uow: UnitOfWork, first: tables.Election, child: tables.Election, opened: Sequence[OpenContest]) -> None:
    """What was decided before the first ballot holds for the further one: who stands for what, who works where, and
    when."""
    standing = {str(row.id): row for row in elections.candidates(uow.session, first.id)}
    for contest in opened:
        uow.session.add(tables.Contest(election_id=child.id, post=contest.post, area=child.area, seats=contest.seats))
        uow.session.add_all(copied(standing[each], new_id(), child) for each in contest.candidates)
    stations = take_over_place(uow, first, child)
    for asked in mobile_boxes.of_election(uow.session, first.id):
        request = copied(asked, new_id(), child)
        request.station_id = stations[asked.station_id].id
        uow.session.add(request)


def take_over_place(uow: UnitOfWork, first: tables.Election, child: tables.Election) -> dict[UUID, tables.Station]:
    """The stations with their staff, and the steps that need not be taken again; the answer is as below."""
    stations = _take_over_stations(uow, first, child)
    taken = elections.taken(uow.session, first.id)
    uow.session.add_all(
        tables.StepTaken(
            election_id=child.id, step=step, area=child.area, on=taken[step].on, by=taken[step].by, at=clock.now()
        )
        for step in _DECIDED_BEFORE
    )
    uow.session.flush()
    return stations


def _take_over_stations(uow: UnitOfWork, first: tables.Election, child: tables.Election) -> dict[UUID, tables.Station]:
    """By the ids of the first's. Who stands in the further ballot stood in the first, so that the same staff may work
    there again."""
    new = {row.id: copied(row, new_id(), child) for row in elections.stations(uow.session, first.id)}
    for station in new.values():
        station.version, station.sheets = 1, 1
    uow.session.add_all(new.values())
    uow.session.flush()
    for row in polling.staff(uow.session, first.id):
        member = copied(row, new_id(), child)
        member.station_id = new[row.station_id].id
        uow.session.add(member)
    return new


def copied(row: _Row, row_id: UUID, child: tables.Election) -> _Row:
    """The row for the further ballot."""
    values = {column.key: getattr(row, column.key) for column in type(row).__table__.columns}
    return type(row)(**values | {"id": row_id, "election_id": child.id})
