"""Taking a step of an election: its duties are checked, its state moves, and whoever must hear of it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.states import advance
from services.elections.domain.procedure.steps import State, Step
from services.elections.store import elections, tables
from services.elections.store.database import unit_of_work
from services.elections.workflows import announcements, members, recalls
from services.elections.workflows.nominations import freeze_order
from services.elections.workflows.roll_changes import freeze
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Invalid
from shared.worker.queues import Queues

Consequence = Callable[[UnitOfWork, tables.Election, date], None]


def take_step(actor: Actor, election_id: UUID, step: Step, *, on: date | None = None) -> tables.Election:
    """`on` is the civil day of the act, today if None. Raises Conflict that names every unmet duty."""
    if step is Step.FINISH_COUNT:
        raise Invalid("step_not_by_hand", "计票由系统完成，不能手工办理。")
    if step is Step.VOID:
        raise Invalid("step_by_complaint", "当选无效由街道或者区在处理举报时决定，不能单独办理。")
    actor.must_have("elections:certify" if step is Step.CERTIFY else "elections:write")
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        move(uow, found, step, on=on or clock.today())
        return found


def move(uow: UnitOfWork, found: tables.Election, step: Step, *, on: date) -> None:
    """The step within a unit of work that holds the election's lock."""
    facts = elections.facts(uow.session, found, on=on, today=clock.today(), actor=uow.actor.subject)
    before = State(found.state)
    found.state = advance(before, step, facts)
    found.version += 1
    if step not in facts.taken:  # a count that is started again was started on the day of the first time
        _note(uow, found, step, on)
    uow.record(
        step, subject=f"elections/{found.id}", area=found.area, before={"state": before}, after={"state": found.state}
    )
    uow.session.flush()
    if step in _CONSEQUENCES:
        _CONSEQUENCES[step](uow, found, on)


def _note(uow: UnitOfWork, found: tables.Election, step: Step, on: date) -> None:
    uow.session.add(
        tables.StepTaken(election_id=found.id, step=step, area=found.area, on=on, by=uow.actor.subject, at=clock.now())
    )


def _start_count(uow: UnitOfWork, found: tables.Election, _on: date) -> None:
    uow.enqueue("elections.count", queue=Queues.ELECTIONS_TALLY, area=found.area, election_id=str(found.id))


def _publish_roll(uow: UnitOfWork, found: tables.Election, on: date) -> None:
    freeze(uow, found, 1, on=on, reason=Step.PUBLISH_ROLL.zh)
    announcements.tell_roll_published(uow, found, on)


def _publish_candidates(uow: UnitOfWork, found: tables.Election, on: date) -> None:
    freeze_order(uow, found)
    announcements.tell_candidates_published(uow, found, on)


def _certify(uow: UnitOfWork, found: tables.Election, on: date) -> None:
    if found.kind == ElectionKind.RECALL:
        recalls.carry_out(uow, found, on)
        return
    members.seat(uow, found)
    announcements.tell_result(uow, found, on)


_CONSEQUENCES: dict[Step, Consequence] = {
    Step.ANNOUNCE: announcements.tell_announced,
    Step.PUBLISH_ROLL: _publish_roll,
    Step.PUBLISH_CANDIDATES: _publish_candidates,
    Step.OPEN_POLLING: announcements.tell_polls_opened,
    Step.COUNT: _start_count,
    Step.CERTIFY: _certify,
    Step.CANCEL: announcements.tell_cancelled,
}
