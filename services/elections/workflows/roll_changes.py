"""Changing a roll elector by elector, freezing its versions, checking it, and settling who stands on two rolls."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State
from services.elections.domain.roll.electors import Elector, faults_of, tidied
from services.elections.domain.roll.roll_changes import ChangeReason, DuplicateChoice, RollCheckKind
from services.elections.domain.roll.roll_hash import RollHash
from services.elections.store import elections, rolls, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from services.elections.workflows import mobile_boxes
from services.elections.workflows.proxies import lapse
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid, NotFound
from shared.ids import new_id


def add_elector(
    actor: Actor, election_id: UUID, elector: Elector, *, reason: ChangeReason, on: date | None
) -> tables.Elector:
    """Raises Invalid for one who may not be registered or is already; the published roll gets a new version."""
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        added = insert(uow, found, elector, reason=reason, on=on or clock.today())
        refresh(uow, found, on=on or clock.today(), reason=reason.zh)
        return added


def remove_elector(actor: Actor, election_id: UUID, elector_id: UUID, *, reason: ChangeReason, on: date | None) -> None:
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        take_out(uow, found, elector_id, reason=reason, on=on or clock.today())
        refresh(uow, found, on=on or clock.today(), reason=reason.zh)


def check_roll(
    actor: Actor, election_id: UUID, *, kind: RollCheckKind, office: str, document: str, on: date
) -> tables.RollCheck:
    """Who checked the roll as it is, by which paper. A new roll is checked anew."""
    if on > clock.today():
        fault = FieldError("on", "date_in_future", "日期不能晚于今天。")
        raise Invalid("roll_check_invalid", "核查记录有误，请按提示修改。", fields=[fault])
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        check = tables.RollCheck(
            election_id=found.id,
            kind=kind,
            area=found.area,
            office=office,
            document=document,
            on=on,
            by=actor.subject,
            at=clock.now(),
        )
        merged = uow.session.merge(check)
        facts = {"kind": kind, "office": office, "document": document, "on": on}
        uow.record("check_roll", subject=f"elections/{found.id}", area=found.area, after=facts)
        return merged


def settle_duplicate(
    actor: Actor, election_id: UUID, *, elector_id: UUID, other_id: UUID, decision: DuplicateChoice, evidence: str
) -> tables.DuplicateDecision:
    """Raises Conflict when the other community has kept the same person: nobody votes in two places (Art 16)."""
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        pairs = {(own.id, other.id) for own, other, _, _ in rolls.duplicates(uow.session, found)}
        if (elector_id, other_id) not in pairs:
            raise NotFound("duplicate_not_found", "没有这一对重复登记的选民。")
        theirs = uow.session.get(tables.DuplicateDecision, (other_id, elector_id), with_for_update=True)
        if decision is DuplicateChoice.KEEP and theirs is not None and theirs.decision == DuplicateChoice.KEEP:
            raise Conflict("kept_elsewhere", "对方社区已经确认此人在那里参选，请从本社区名单中删除，或与对方核实。")
        row = tables.DuplicateDecision(
            elector_id=elector_id,
            other_id=other_id,
            election_id=found.id,
            area=found.area,
            decision=decision,
            evidence=evidence,
            by=actor.subject,
            at=clock.now(),
        )
        merged = uow.session.merge(row)
        facts = {"elector_id": elector_id, "other_id": other_id, "decision": decision, "evidence": evidence}
        uow.record("settle_duplicate", subject=f"elections/{found.id}", area=found.area, after=facts)
        return merged


def insert(
    uow: UnitOfWork, found: tables.Election, elector: Elector, *, reason: ChangeReason, on: date
) -> tables.Elector:
    """Within a unit of work that holds the election's lock; `refresh` follows."""
    elector = tidied(elector)
    faults = faults_of(elector, found.polling_day, rule_set(found.rule_set))
    same = rolls.find(uow.session, found, elector.name, elector.birth_date)
    if any(each.address == elector.address for each in same):
        faults.append(FieldError("name", "elector_known", "此人已在选民名单上。"))
    if faults:
        raise Invalid("elector_invalid", "登记的选民有误，请按提示修改。", fields=faults)
    row = tables.Elector(
        id=new_id(),
        election_id=found.id,
        roll=_roll(uow, found),
        area=found.area,
        **elector._asdict(),
        added_in=next_version(uow, found),
    )
    uow.session.add(row)
    _note(uow, found, row.id, reason, on, "add_elector")
    return row


def take_out(uow: UnitOfWork, found: tables.Election, elector_id: UUID, *, reason: ChangeReason, on: date) -> None:
    """Within a unit of work that holds the election's lock; `refresh` follows."""
    row = rolls.elector(uow.session, found, elector_id)
    row.removed_in = next_version(uow, found)
    lapse(uow, found, row.id, on)
    mobile_boxes.lapse(uow, found.id, row.id)
    _note(uow, found, row.id, reason, on, "remove_elector")


def refresh(uow: UnitOfWork, found: tables.Election, *, on: date, reason: str) -> None:
    """Counts and hashes the roll as it is now; what was published before gets its next version."""
    uow.session.flush()
    before = {"electors": found.electors, "roll_hash": found.roll_hash}
    taken = RollHash()
    for _ in taken.passing(rolls.electors(uow.session, found.id)):
        pass
    found.electors, found.roll_hash, found.version = taken.electors, taken.hexdigest(), found.version + 1
    after: dict[str, Any] = {"electors": found.electors, "roll_hash": found.roll_hash}
    uow.record("change_roll", subject=f"elections/{found.id}", area=found.area, before=before, after=after)
    if number := next_version(uow, found):
        freeze(uow, found, number, on=on, reason=reason)


def freeze(uow: UnitOfWork, found: tables.Election, number: int, *, on: date, reason: str) -> None:
    uow.session.add(
        tables.RollVersion(
            election_id=found.id,
            number=number,
            area=found.area,
            electors=found.electors,
            roll_hash=found.roll_hash or "",
            on=on,
            reason=reason,
            at=clock.now(),
        )
    )
    uow.session.flush()


def next_version(uow: UnitOfWork, found: tables.Election) -> int:
    """0 while nothing was published: such changes are in no version of their own."""
    published = rolls.versions(uow.session, found.id)
    return published[-1].number + 1 if published else 0


def _open(uow: UnitOfWork, actor: Actor, election_id: UUID) -> tables.Election:
    found = elections.election(uow.session, actor, election_id, lock=True)
    allow(Change.ROLL, State(found.state))
    return found


def _roll(uow: UnitOfWork, found: tables.Election) -> UUID:
    """The import that the row belongs to: a new import replaces what was added to the old one."""
    return rolls.current_roll(uow.session, found.id) or new_id()


def _note(
    uow: UnitOfWork, found: tables.Election, elector_id: UUID, reason: ChangeReason, on: date, action: str
) -> None:
    change = tables.RollChange(
        id=new_id(),
        election_id=found.id,
        area=found.area,
        elector_id=elector_id,
        reason=reason,
        on=on,
        by=uow.actor.subject,
        at=clock.now(),
        version=next_version(uow, found),
    )
    uow.session.add(change)
    facts = {"elector_id": elector_id, "reason": reason, "on": on}
    uow.record(action, subject=f"elections/{found.id}", area=found.area, after=facts)
