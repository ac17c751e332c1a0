"""What follows when a result is declared void (Art 22): nobody holds a post by it, and what rested on it stops."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.elections.domain.committee.members import EndReason
from services.elections.domain.committee.recalls import RecallState
from services.elections.domain.procedure.duties import missing_for
from services.elections.domain.procedure.steps import TRANSITIONS, State, Step
from services.elections.store import elections, members, recalls, tables
from services.elections.store.rule_sets import rule_set
from services.elections.workflows.announcements import tell
from services.elections.workflows.members import end_post, take_up_again, unseat
from services.elections.workflows.steps import move
from shared import clock
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict


def void_result(uow: UnitOfWork, found: tables.Election, *, on: date, office: str, grounds: str) -> None:
    """With the ballots that followed on it: what they filled was left over by a result that is none."""
    for each in (*_further(uow, found), found):
        move(uow, each, Step.VOID, on=on)
        clause = rule_set(each.rule_set).voiding.clause
        _stop_recalls(uow, members.elected_by(uow.session, each.id), on)
        unseat(uow, each, on=on, clause=clause)
        again = take_up_again(uow, each)
        facts: dict[str, Any] = {"decided_on": on, "decided_by": office, "grounds": grounds, "clause": clause}
        if again:
            names = ("election_id", "post", "name", "birth_date", "term_starts_on", "term_ends_on")
            facts["continuing"] = [{name: getattr(member, name) for name in names} for member in again]
        tell(uow, each, "elections.result_voided.v1", facts)


def void_person(uow: UnitOfWork, found: tables.Election, candidate_id: UUID | None, *, on: date) -> None:
    """One winner's election is void: the seat is empty, and the rest of the result stands."""
    facts = elections.facts(uow.session, found, on=on, today=clock.today(), actor=uow.actor.subject)
    if missing := missing_for(Step.VOID, facts):
        message = "现在还不能“{step_name}”：有{count}项要求没有满足。"
        raise Conflict("duties_unmet", message, missing=missing, count=len(missing), step_name=Step.VOID.zh)
    holding = members.elected_by(uow.session, found.id)
    member = next((each for each in holding if each.candidate_id == candidate_id), None)
    if member is None:
        raise Conflict("candidate_not_elected", "举报涉及的候选人没有当选。")
    _stop_recalls(uow, [member], on)
    end_post(uow, member, EndReason.VOID, on=on, clause=rule_set(found.rule_set).voiding.clause)
    found.version += 1


def _further(uow: UnitOfWork, found: tables.Election) -> list[tables.Election]:
    """The certified ones, later ones first. Raises Conflict while one is under way: it would go on by itself."""
    certified: list[tables.Election] = []
    for child in elections.children(uow.session, found.id):
        each = elections.election(uow.session, uow.actor, child.id, lock=True)
        if not State(each.state).terminal:
            raise Conflict("further_ballot_open", "“{title}”还在进行，请先取消或者办完，再作决定。", title=each.title)
        if State(each.state) is State.CERTIFIED:
            certified += [*_further(uow, each), each]
    return certified


def _stop_recalls(uow: UnitOfWork, losing: Sequence[tables.Member], on: date) -> None:
    """Nobody is recalled from a post that is none. A vote whose boxes are closed is counted all the same."""
    leaving = {member.id for member in losing}
    for asked in recalls.open_about(uow.session, leaving):
        others = [person for _, person in recalls.members(uow.session, asked.id) if person.id not in leaving]
        if any(person.ended_on is None for person in others):
            continue
        if asked.poll_id is not None:
            poll = elections.election(uow.session, uow.actor, asked.poll_id, lock=True)
            if (State(poll.state), Step.CANCEL) in TRANSITIONS:
                move(uow, poll, Step.CANCEL, on=on)
            elif not State(poll.state).terminal:
                continue
        asked.state = RecallState.STOPPED
        uow.record("stop_recall", subject=f"recalls/{asked.id}", area=asked.area, after={"on": on})
