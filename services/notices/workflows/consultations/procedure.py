"""Consultations: written, approved by another, opened with a notice, closed, concluded with a disclosure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.notices.domain.consultations import (
    OUTCOME_DAYS,
    SUPPORTERS,
    Capacity,
    ConsultationForm,
    ConsultationState,
    ConsultationStep,
    advance,
    check_period,
    must_be,
    outcome_due,
)
from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.domain.notice import Kind, State
from services.notices.domain.participation import Affair
from services.notices.domain.second_person import with_writer
from services.notices.store import areas, consultations
from services.notices.store.database import unit_of_work
from services.notices.store.participations import record_participation
from services.notices.store.tables import Consultation, ConsultationMeeting, Notice, Resident
from services.notices.workflows.notices import publish
from services.notices.workflows.promises import NewPromise, add_promise
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import FieldError, Invalid
from shared.ids import new_id
from shared.web.etags import Expected, must_match

_SYSTEM = Actor.system("notices")
_CONCLUDING = (ConsultationState.OPEN, ConsultationState.CLOSED)


@dataclass(frozen=True, slots=True)
class NewConsultation:
    """`who_is_asked` says it in words: all residents of building 3 and the shops in it."""

    form: ConsultationForm
    title: str
    body: str
    who_is_asked: str
    opens_on: date
    closes_on: date
    title_en: str | None = None
    body_en: str | None = None
    supporters_needed: int = SUPPORTERS
    outcome_days: int = OUTCOME_DAYS


@dataclass(frozen=True, slots=True)
class Outcome:
    """`follow_ups` are promised in public when the outcome is."""

    text: str
    follow_ups: Sequence[NewPromise]
    text_en: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """`number` is a resident's in the register, so that their part is counted."""

    name: str
    capacity: Capacity
    came: bool
    number: str | None = None


@dataclass(frozen=True, slots=True)
class NewMeeting:
    held_on: date
    venue: str
    people: Sequence[Person]
    minutes: str


def write_consultation(actor: Actor, *, area: str, command: NewConsultation) -> Consultation:
    """A draft. Raises NotFound for an area out of reach, Invalid."""
    actor.must_reach(area)
    check_period(command.opens_on, command.closes_on, today=clock.today())
    with unit_of_work(actor) as uow:
        areas.area(uow.session, area)
        made = Consultation(
            id=new_id(),
            area=area,
            state=ConsultationState.DRAFT,
            version=1,
            writers=[actor.subject],
            created_at=clock.now(),
            **asdict(command),
        )
        uow.session.add(made)
        _record(uow, made, "write_consultation", after=asdict(command))
        return made


def edit_consultation(
    actor: Actor, consultation_id: UUID, changes: Mapping[str, Any], *, version: Expected
) -> Consultation:
    """Whoever edits a draft is one of its writers."""
    with unit_of_work(actor) as uow:
        found = consultations.consultation(uow.session, actor, consultation_id, lock=True)
        must_match(found.version, version)
        must_be(ConsultationState(found.state), ConsultationState.DRAFT)
        before = {name: getattr(found, name) for name in changes}
        for name, value in changes.items():
            setattr(found, name, value)
        check_period(found.opens_on, found.closes_on, today=clock.today())
        found.add_writer(actor.subject)
        found.version += 1
        _record(uow, found, "edit_consultation", before=before, after=changes)
        return found


def write_outcome(
    actor: Actor, consultation_id: UUID, outcome: Outcome, *, version: Expected | None = None
) -> Consultation:
    """What came of it, to be published by somebody else. With `version` only what was read is written anew."""
    with unit_of_work(actor) as uow:
        found = consultations.consultation(uow.session, actor, consultation_id, lock=True)
        must_match(found.version, version)
        must_be(ConsultationState(found.state), ConsultationState.CLOSED)
        found.outcome, found.outcome_en = outcome.text, outcome.text_en
        found.outcome_writers = with_writer(found.outcome_writers, actor.subject)
        found.follow_ups = [
            {"text": each.text, "promised_by": each.promised_by, "due_on": each.due_on.isoformat()}
            for each in outcome.follow_ups
        ]
        found.version += 1
        _record(uow, found, "write_outcome", after={"outcome": outcome.text, "follow_ups": found.follow_ups})
        return found


def record_meeting(actor: Actor, consultation_id: UUID, command: NewMeeting) -> ConsultationMeeting:
    """Who was invited, who came, what was said. Residents who came took part."""
    if command.held_on > clock.today():
        fault = FieldError("held_on", "day_ahead", "会议日期不能在今天以后。")
        raise Invalid("meeting_invalid", "会议记录有误，请按提示修改。", fields=[fault])
    with unit_of_work(actor) as uow:
        found = consultations.consultation(uow.session, actor, consultation_id, lock=True)
        must_be(ConsultationState(found.state), *_CONCLUDING)
        made = ConsultationMeeting(
            id=new_id(),
            consultation_id=found.id,
            area=found.area,
            held_on=command.held_on,
            venue=command.venue,
            people=[asdict(each) for each in command.people],
            minutes=command.minutes,
            recorded_by=actor.subject,
        )
        uow.session.add(made)
        _count_those_who_came(uow, found, command.people)
        after = {"held_on": command.held_on, "people": made.people, "minutes": command.minutes}
        _record(uow, found, "record_meeting", after=after)
        return made


def take_consultation_step(
    actor: Actor, consultation_id: UUID, step: ConsultationStep, *, version: Expected | None = None
) -> Consultation:
    """Raises Conflict with what is missing. With `version` only what was read is approved or concluded with."""
    actor.must_have("notices:write" if step is ConsultationStep.WITHDRAW else "notices:approve")
    with unit_of_work(actor) as uow:
        found = consultations.consultation(uow.session, actor, consultation_id, lock=True)
        must_match(found.version, version)
        _step(uow, found, step)
        return found


def close_due_consultations() -> int:
    """Those whose last day is over."""
    with unit_of_work(_SYSTEM) as uow:
        due = Consultation.state == ConsultationState.OPEN, Consultation.closes_on < clock.today()
        found = uow.session.scalars(select(Consultation).where(*due).with_for_update(skip_locked=True)).all()
        for each in found:
            _step(uow, each, ConsultationStep.CLOSE)
        return len(found)


def _step(uow: UnitOfWork, found: Consultation, step: ConsultationStep) -> None:
    before, subject = ConsultationState(found.state), uow.actor.subject
    found.state = advance(
        before,
        step,
        actor=subject,
        writers=found.writers,
        outcome_writers=found.outcome_writers,
        closes_on=found.closes_on,
        today=clock.today(),
    )
    found.version += 1
    if step is ConsultationStep.APPROVE:
        found.approver = subject
    elif step is ConsultationStep.OPEN:
        _announce(uow, found)
    elif step is ConsultationStep.CLOSE:
        found.outcome_due_on = outcome_due(min(found.closes_on, clock.today()), found.outcome_days)
    elif step is ConsultationStep.CONCLUDE:
        _conclude(uow, found)
    _record(uow, found, f"{step.value}_consultation", before={"state": before}, after={"state": found.state})


def _announce(uow: UnitOfWork, found: Consultation) -> None:
    """Approved by a second person already, so the notice hangs at once."""
    form = ConsultationForm(found.form).zh
    days = f"{found.opens_on} — {found.closes_on}"
    body = f"{found.body}\n\n**{form}** · {found.who_is_asked} · {days}"
    english = f"{found.body_en}\n\n{days}" if found.body_en else None
    _hang(uow, found, Kind.CONSULTATION, None, (found.title, body, found.title_en, english))


def _conclude(uow: UnitOfWork, found: Consultation) -> None:
    """The outcome of a consultation has to be disclosed (Art 34, item 5), and what follows is promised in public."""
    found.concluded_at = clock.now()
    for each in found.follow_ups:
        task = NewPromise(
            each["text"],
            each["promised_by"],
            promised_on=clock.today(),
            due_on=max(date.fromisoformat(each["due_on"]), clock.today()),
        )
        add_promise(uow, area=found.area, command=task, origin=f"consultations/{found.id}")
    tasks = "".join(f"\n- {each['text']}（{each['promised_by']}，{each['due_on']}）" for each in found.follow_ups)
    body = f"{found.outcome}\n{tasks}"
    title_en = f"Outcome: {found.title_en}" if found.title_en and found.outcome_en else None
    _hang(
        uow,
        found,
        Kind.DISCLOSURE,
        DisclosureItem.CONSULTATIONS,
        (f"协商结果：{found.title}", body, title_en, found.outcome_en if title_en else None),
    )


def _hang(
    uow: UnitOfWork,
    found: Consultation,
    kind: Kind,
    item: DisclosureItem | None,
    words: tuple[str, str, str | None, str | None],
) -> None:
    title, body, title_en, body_en = words
    made = Notice(
        id=new_id(),
        area=found.area,
        kind=kind,
        item=item,
        state=State.DRAFT,
        version=1,
        title=title,
        body=body,
        title_en=title_en,
        body_en=body_en,
        writers=found.outcome_writers or found.writers,
        approver=uow.actor.subject,
        created_at=clock.now(),
    )
    uow.session.add(made)
    publish(uow, made)
    uow.record("publish_notice", subject=f"notices/{made.id}", area=made.area, after={"title": title})


def _count_those_who_came(uow: UnitOfWork, found: Consultation, people: Sequence[Person]) -> None:
    """Raises Invalid for a number that is not in the register."""
    numbers = {each.number: place for place, each in enumerate(people) if each.number and each.came}
    query = select(Resident).where(Resident.area == found.area, Resident.number.in_(numbers))
    known = {each.number: each.id for each in uow.session.scalars(query)}
    faults = [
        FieldError(f"people.{place}.number", "number_unknown", "登记册里没有这个编号。")
        for number, place in numbers.items()
        if number not in known
    ]
    if faults:
        raise Invalid("meeting_invalid", "会议记录有误，请按提示修改。", fields=faults)
    for resident_id in known.values():
        record_participation(
            uow, area=found.area, resident_id=resident_id, affair=Affair.CONSULTATION, affair_id=found.id
        )


def _record(uow: UnitOfWork, found: Consultation, action: str, **states: Any) -> None:
    uow.record(action, subject=f"consultations/{found.id}", area=found.area, **states)
