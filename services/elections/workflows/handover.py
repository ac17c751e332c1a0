"""The handover to the new committee, item by item; with its end the election's papers are sealed (Art 25)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from services.elections.domain.committee.handover import check_complete, check_day, check_item, check_open
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.office_above import check_office
from services.elections.domain.procedure.steps import State, Step
from services.elections.store import aftermath, bundles, elections, tables
from services.elections.store.aftermath import HandoverState
from services.elections.store.database import reading, unit_of_work
from services.elections.store.rule_sets import rule_set
from services.elections.workflows.announcements import tell
from services.elections.workflows.archive import Sealer, seal_in
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict

_FINISHED = (State.CERTIFIED, State.VOID)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Who handed the thing to whom; `remarks` say what it was (how much money, how many keys)."""

    handed_over_by: str
    received_by: str
    remarks: str
    on: date


def handover_of(actor: Actor, election_id: UUID) -> HandoverState:
    """Raises Conflict for an election after which nothing is handed over."""
    with reading() as session:
        found = elections.election(session, actor, election_id)
        check_open(ElectionKind(found.kind), State.CERTIFIED)
        return aftermath.handover(session, found)


def hand_over(actor: Actor, election_id: UUID, code: str, command: HandedOver) -> HandoverState:
    """Records an item, or puts its record right. Raises Conflict once the handover is complete."""
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        check_item(code, rule_set(found.rule_set).handover)
        check_day("on", command.on, certified=_certified(uow, found), today=clock.today())
        facts = asdict(command)
        row = tables.HandoverItem(
            election_id=found.id, code=code, area=found.area, **facts, by=actor.subject, at=clock.now()
        )
        uow.session.merge(row)
        found.version += 1
        uow.record("hand_over", subject=f"elections/{found.id}", area=found.area, after={"code": code, **facts})
        uow.session.flush()
        return aftermath.handover(uow.session, found)


def complete_handover(
    actor: Actor, election_id: UUID, *, overseen_by: str, on: date | None, by: Sealer
) -> HandoverState:
    """By the office that oversaw it. Seals the election's bundle, and those of the further ballots that are over.

    Raises Conflict while an item is open, or where the papers do not prove the result.
    """
    check_office(actor.area)
    completed = on or clock.today()
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        check_day("on", completed, certified=_certified(uow, found), today=clock.today())
        done = [row.code for row in aftermath.handed_over(uow.session, found.id)]
        check_complete(done, rule_set(found.rule_set).handover)
        _note(uow, found, overseen_by, completed)
        bundle = seal_in(uow, found, by)
        tell(
            uow,
            found,
            "elections.handover_completed.v1",
            {"completed_on": completed, "bundle_hash": bundle.bundle_hash},
        )
        _seal_further(uow, found, by)
        return aftermath.handover(uow.session, found)


def _open(uow: UnitOfWork, actor: Actor, election_id: UUID) -> tables.Election:
    found = elections.election(uow.session, actor, election_id, lock=True)
    check_open(ElectionKind(found.kind), State(found.state))
    if uow.session.get(tables.Handover, found.id) is not None:
        raise Conflict("handover_completed", "工作移交已经完成，档案已经封存，不能再改。")
    return found


def _certified(uow: UnitOfWork, found: tables.Election) -> date:
    return elections.taken(uow.session, found.id)[Step.CERTIFY].on


def _note(uow: UnitOfWork, found: tables.Election, overseen_by: str, on: date) -> None:
    row = tables.Handover(
        election_id=found.id,
        area=found.area,
        overseen_by=overseen_by,
        completed_on=on,
        completed_by=uow.actor.subject,
        at=clock.now(),
    )
    uow.session.add(row)
    found.version += 1
    uow.session.flush()
    facts = {"overseen_by": overseen_by, "completed_on": on}
    uow.record("complete_handover", subject=f"elections/{found.id}", area=found.area, after=facts)


def _seal_further(uow: UnitOfWork, found: tables.Election, by: Sealer) -> None:
    """Each names the bundle of the ballot before it; one still under way is sealed by itself when it is over."""
    for child in elections.children(uow.session, found.id):
        locked = elections.election(uow.session, uow.actor, child.id, lock=True)
        sealable = ElectionKind(locked.kind).further and State(locked.state) in _FINISHED
        if sealable and elections.result(uow.session, locked.id) and not bundles.sealed(uow.session, locked.id):
            seal_in(uow, locked, by)
            _seal_further(uow, locked, by)
