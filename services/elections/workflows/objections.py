"""Objections to the roll: recorded, decided, and what was decided done to the roll in the same transaction (Art 17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.elections.domain.calendar.timetable import Timetable
from services.elections.domain.procedure.steps import Step
from services.elections.domain.roll.electors import Elector
from services.elections.domain.roll.objections import ObjectionKind, check_decision, check_receipt
from services.elections.domain.roll.persons import Registration, Sex
from services.elections.domain.roll.roll_changes import ChangeReason
from services.elections.store import elections, objections, rolls, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from services.elections.workflows.announcements import tell
from services.elections.workflows.roll_changes import insert, refresh, take_out
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id

_DECISION = "申诉处理决定"


@dataclass(frozen=True, slots=True)
class NewObjection:
    """`elector_id` is whom the roll should not have or has wrongly, `proposed` whom it should have."""

    kind: ObjectionKind
    text: str
    received_on: date
    elector_id: UUID | None = None
    proposed: dict[str, Any] | None = None


def record_objection(actor: Actor, election_id: UUID, command: NewObjection) -> tables.Objection:
    """Raises Conflict past the fifth day after publication, Invalid when it does not say whom it is about."""
    _must_name(command)
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        published = elections.taken(uow.session, found.id).get(Step.PUBLISH_ROLL)
        timetable = Timetable(found.polling_day, rule_set(found.rule_set))
        published_on = published.on if published else None
        check_receipt(command.received_on, published=published_on, today=clock.today(), timetable=timetable)
        if command.elector_id is not None:
            rolls.elector(uow.session, found, command.elector_id)
        objection = tables.Objection(
            id=new_id(),
            election_id=found.id,
            area=found.area,
            kind=command.kind,
            elector_id=command.elector_id,
            proposed=command.proposed,
            text=command.text,
            received_on=command.received_on,
            recorded_by=actor.subject,
            recorded_at=clock.now(),
            reply_by=timetable.reply_until(command.received_on),
        )
        uow.session.add(objection)
        facts = {"kind": command.kind, "received_on": command.received_on}
        uow.record("record_objection", subject=f"objections/{objection.id}", area=found.area, after=facts)
        return objection


def decide_objection(
    actor: Actor, objection_id: UUID, *, upheld: bool, grounds: str, decided_on: date | None
) -> tables.Objection:
    """`grounds` are published and name nobody. A late decision is taken all the same: it is late for all to see."""
    on = decided_on or clock.today()
    with unit_of_work(actor) as uow:
        objection = objections.objection(uow.session, actor, objection_id)
        found = elections.election(uow.session, actor, objection.election_id, lock=True)
        uow.session.refresh(objection)
        if objection.upheld is not None:
            raise Conflict("objection_decided", "这件申诉已经作出处理决定。")
        check_decision(on, received=objection.received_on, today=clock.today())
        objection.upheld, objection.grounds = upheld, grounds
        objection.decided_on, objection.decided_by = on, actor.subject
        if upheld:
            _carry_out(uow, found, objection, on)
        facts = {"upheld": upheld, "decided_on": on}
        uow.record("decide_objection", subject=f"objections/{objection.id}", area=found.area, after=facts)
        told = {"objection_id": objection.id, "received_on": objection.received_on, "grounds": grounds, **facts}
        tell(uow, found, "elections.objection_decided.v1", told)
        return objection


def _carry_out(uow: UnitOfWork, found: tables.Election, objection: tables.Objection, on: date) -> None:
    if objection.elector_id is not None:
        take_out(uow, found, objection.elector_id, reason=ChangeReason.CORRECTION, on=on)
    if objection.proposed is not None:
        insert(uow, found, _elector(objection.proposed), reason=ChangeReason.CORRECTION, on=on)
    refresh(uow, found, on=on, reason=_DECISION)


def _elector(facts: dict[str, Any]) -> Elector:
    return Elector(
        name=facts["name"],
        sex=Sex(facts["sex"]),
        birth_date=date.fromisoformat(facts["birth_date"]),
        address=facts["address"],
        group=facts["group"],
        registration=Registration(facts["registration"]),
    )


def _must_name(command: NewObjection) -> None:
    faults: list[FieldError] = []
    if command.kind is not ObjectionKind.ADD and command.elector_id is None:
        faults.append(FieldError("elector_id", "elector_missing", "请选择申诉涉及的选民。"))
    if command.kind is not ObjectionKind.REMOVE and command.proposed is None:
        faults.append(FieldError("proposed", "proposed_missing", "请填写应当登记的内容。"))
    if faults:
        raise Invalid("objection_invalid", "申诉有误，请按提示修改。", fields=faults)
