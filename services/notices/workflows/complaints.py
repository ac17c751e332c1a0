"""Complaints about disclosure (Art 35): filed by anyone, checked by the office above, with a public outcome."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.notices.domain.disclosure.complaints import (
    ComplaintKind,
    ComplaintState,
    check_office,
    check_order,
    code_hash,
    decide_by,
    must_be,
)
from services.notices.store import complaints, disclosures
from services.notices.store.areas import area as registered
from services.notices.store.database import unit_of_work
from services.notices.store.tables import DisclosureComplaint
from shared import clock
from shared.auth.actor import Actor
from shared.errors import FieldError, Invalid, NotFound
from shared.ids import new_id

_ANYONE = Actor.system("notices")
_CODE_BYTES = 24


@dataclass(frozen=True, slots=True)
class FiledComplaint:
    """`code` is told once, here: nobody can find it out afterwards."""

    complaint: DisclosureComplaint
    code: str


def file_complaint(*, area: str, kind: ComplaintKind, text: str, duty_id: UUID | None = None) -> FiledComplaint:
    """Nobody is asked who they are: the system itself stands in the audit trail."""
    code, today = secrets.token_urlsafe(_CODE_BYTES), clock.today()
    with unit_of_work(_ANYONE) as uow:
        registered(uow.session, area)
        if duty_id is not None and disclosures.duty(uow.session, _ANYONE, duty_id).area != area:
            raise NotFound("disclosure_not_found", "没有找到这项居务公开。")
        made = DisclosureComplaint(
            id=new_id(),
            area=area,
            kind=kind,
            duty_id=duty_id,
            text=text,
            code_hash=code_hash(code),
            state=ComplaintState.FILED,
            filed_on=today,
            decide_by=decide_by(today),
        )
        uow.session.add(made)
        uow.record("file_complaint", subject=_subject(made), area=area)
        return FiledComplaint(made, code)


def investigate(actor: Actor, complaint_id: UUID) -> DisclosureComplaint:
    check_office(actor.area)
    with unit_of_work(actor) as uow:
        found = complaints.complaint(uow.session, actor, complaint_id, lock=True)
        must_be(ComplaintState(found.state), ComplaintState.FILED)
        found.state, found.investigated_by = ComplaintState.INVESTIGATING, actor.subject
        uow.record("investigate_complaint", subject=_subject(found), area=found.area)
        return found


def decide(
    actor: Actor, complaint_id: UUID, *, upheld: bool, outcome: str, publish_by: date | None
) -> DisclosureComplaint:
    """What the office found, in public; where it is true, by when the committee has to publish."""
    check_office(actor.area)
    check_order(publish_by, upheld=upheld, today=clock.today())
    with unit_of_work(actor) as uow:
        found = complaints.complaint(uow.session, actor, complaint_id, lock=True)
        must_be(ComplaintState(found.state), ComplaintState.INVESTIGATING)
        found.state = ComplaintState.UPHELD if upheld else ComplaintState.REJECTED
        found.outcome, found.publish_by = outcome, publish_by if upheld else None
        found.decided_on, found.decided_by = clock.today(), actor.subject
        after = {"upheld": upheld, "outcome": outcome, "publish_by": found.publish_by}
        uow.record("decide_complaint", subject=_subject(found), area=found.area, after=after)
        return found


def carry_out(actor: Actor, complaint_id: UUID) -> DisclosureComplaint:
    """The office sees that what it ordered is published: what the complaint named must be, if it named anything."""
    check_office(actor.area)
    with unit_of_work(actor) as uow:
        found = complaints.complaint(uow.session, actor, complaint_id, lock=True)
        must_be(ComplaintState(found.state), ComplaintState.UPHELD)
        owed = disclosures.duty(uow.session, actor, found.duty_id) if found.duty_id else None
        if owed is not None and owed.posted_on is None:
            fault = FieldError("duty_id", "not_disclosed", "这一事项还没有公布。")
            raise Invalid("complaint_decision_invalid", "处理决定有误，请按提示修改。", fields=[fault])
        found.state, found.carried_out_on = ComplaintState.CARRIED_OUT, clock.today()
        uow.record("carry_out_complaint", subject=_subject(found), area=found.area)
        return found


def _subject(found: DisclosureComplaint) -> str:
    return f"disclosure-complaints/{found.id}"
