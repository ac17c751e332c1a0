"""A published candidate withdraws in writing, or is struck off; whoever was told of the list hears of it (Art 18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.elections.domain.candidacy.candidate_states import CandidateState
from services.elections.domain.candidacy.strikings import StruckFor, after_striking, check_striking
from services.elections.domain.candidacy.withdrawals import (
    Standing,
    after_withdrawal,
    check_standing,
    check_withdrawal,
    moved_up,
)
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State, Step
from services.elections.store import elections, nominations, tables, withdrawals
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from services.elections.workflows.announcements import tell
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class NewWithdrawal:
    """`document` is the candidate's own paper. Neither it nor the `reason` is shown in public."""

    on: date
    document: str
    reason: str = ""

    @property
    def kept(self) -> str:
        return f"{self.document}（{self.reason}）" if self.reason else self.document


@dataclass(frozen=True, slots=True)
class Striking:
    """`document` shows it: a certificate, a judgment, the office's finding. It is not shown in public."""

    reason: StruckFor
    on: date
    document: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    candidate: tables.Candidate
    replaced_by: tables.Candidate | None


def withdraw(actor: Actor, election_id: UUID, candidate_id: UUID, command: NewWithdrawal) -> Withdrawn:
    """Raises Conflict before the list is published, once the poll is open, and past the days of the rule set."""
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        candidate = nominations.candidate(uow.session, found, candidate_id)
        allow(Change.WITHDRAWALS, State(found.state))
        check_withdrawal(
            command.on,
            kind=ElectionKind(found.kind),
            published=elections.taken(uow.session, found.id)[Step.PUBLISH_CANDIDATES].on,
            today=clock.today(),
            rule=rule_set(found.rule_set).nomination,
        )
        check_standing(CandidateState(candidate.state))
        replaced_by = _refill(uow, found, candidate)
        candidate.withdrew_on, candidate.withdrawal = command.on, command.kept
        found.version += 1
        _tell(uow, found, candidate, replaced_by=replaced_by)
        return Withdrawn(candidate, replaced_by)


def strike_off(actor: Actor, election_id: UUID, candidate_id: UUID, command: Striking) -> list[Withdrawn]:
    """For every post for which the person stands. Raises Conflict before the list is published and once the count has
    begun."""
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        named = nominations.candidate(uow.session, found, candidate_id)
        allow(Change.STRIKINGS, State(found.state))
        check_striking(
            command.on,
            kind=ElectionKind(found.kind),
            published=elections.taken(uow.session, found.id)[Step.PUBLISH_CANDIDATES].on,
            today=clock.today(),
        )
        check_standing(CandidateState(named.state))
        struck = [_struck(uow, found, row, command) for row in withdrawals.of_person(uow.session, found, named)]
        found.version += 1
        return struck


def _struck(uow: UnitOfWork, found: tables.Election, row: tables.Candidate, command: Striking) -> Withdrawn:
    before = withdrawals.nominees(uow.session, found, row.post)
    printed = withdrawals.papers_printed(uow.session, found)
    stood = row.state == CandidateState.STANDING
    replaced_by = _refilled(uow, before, after_striking(before, str(row.id), printed=printed or not stood))
    row.withdrew_on, row.withdrawal, row.struck_for = command.on, command.document, command.reason
    if stood:
        _tell(uow, found, row, replaced_by=replaced_by)
    return Withdrawn(row, replaced_by)


def _refill(uow: UnitOfWork, found: tables.Election, candidate: tables.Candidate) -> tables.Candidate | None:
    before = withdrawals.nominees(uow.session, found, candidate.post)
    return _refilled(uow, before, after_withdrawal(before, str(candidate.id)))


def _refilled(uow: UnitOfWork, before: Sequence[Standing], after: Sequence[Standing]) -> tables.Candidate | None:
    _write(uow, after)
    up = moved_up(before, after)
    return None if up is None else uow.session.get_one(tables.Candidate, UUID(up))


def _write(uow: UnitOfWork, nominees: Sequence[Standing]) -> None:
    for each in nominees:
        row = uow.session.get_one(tables.Candidate, UUID(each.id))
        row.state, row.place = each.state, each.place


def _tell(
    uow: UnitOfWork,
    found: tables.Election,
    candidate: tables.Candidate,
    *,
    replaced_by: tables.Candidate | None,
) -> None:
    kept = {
        "id": candidate.id,
        "withdrawal": candidate.withdrawal,
        "replaced_by": None if replaced_by is None else replaced_by.id,
        "struck_for": candidate.struck_for,
    }
    action = "strike_off_candidate" if candidate.struck_for else "withdraw_candidate"
    uow.record(action, subject=f"elections/{found.id}", area=found.area, after=kept)
    facts: dict[str, Any] = {
        "post": candidate.post,
        "name": candidate.name,
        "withdrew_on": candidate.withdrew_on,
        "replaced_by": None if replaced_by is None else replaced_by.name,
    }
    if candidate.struck_for:
        facts |= {"struck_for": candidate.struck_for, "on_papers": candidate.place is not None}
    tell(uow, found, "elections.candidate_withdrawn.v1", facts)
