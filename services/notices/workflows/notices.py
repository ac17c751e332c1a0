"""Notices by hand: written by one person, approved by another, published, taken down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.notices.domain.business import Business, by_default
from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.domain.notice import (
    APPROVE_WITHIN,
    Kind,
    NoticeFacts,
    State,
    Step,
    advance,
    ahead_fault,
    display_until,
    early_fault,
    item_faults,
    must_be_draft,
    must_be_own_words,
    past_fault,
)
from services.notices.domain.second_person import with_writer
from services.notices.domain.wording import Text
from services.notices.store import notices
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Area, Notice
from services.notices.workflows.delivery.campaigns import start_by_policy, stop_campaigns
from services.notices.workflows.disclosures import settle_by
from services.notices.workflows.editions import publish_first
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id
from shared.web.etags import Expected, must_match


@dataclass(frozen=True, slots=True)
class NewNotice:
    """`item` is set for a disclosure; `publish_at` and `take_down_on` where going up and down is not done by hand;
    `template` and `fields` where the words were made of them; `writers` where others than who makes it wrote them."""

    area: str
    kind: Kind
    text: Text
    item: DisclosureItem | None = None
    publish_at: datetime | None = None
    take_down_on: date | None = None
    template: str | None = None
    fields: dict[str, Any] | None = None
    happened_at: datetime | None = None
    business: Business | None = None
    writers: Sequence[str] = ()


def write_notice(actor: Actor, new: NewNotice) -> Notice:
    """A draft. Raises NotFound for an area out of reach, Invalid for one that is not registered."""
    actor.must_reach(new.area)
    with unit_of_work(actor) as uow:
        return draft_notice(uow, new)


def draft_notice(uow: UnitOfWork, new: NewNotice) -> Notice:
    """For a thing that its notice is made with, in the same transaction: an activity, a good deed."""
    faults = [*item_faults(new.kind, new.item), *past_fault(new.publish_at, clock.now())]
    faults += early_faults(new.kind, take_down_on=new.take_down_on, publish_at=new.publish_at)
    if uow.session.get(Area, new.area) is None:
        faults.append(FieldError("area", "area_unknown", "区划代码{area}还没有登记。", {"area": new.area}))
    faults += ahead_fault(new.happened_at, clock.now())
    refuse(faults)
    made = Notice(
        id=new_id(),
        area=new.area,
        kind=new.kind,
        item=new.item,
        state=State.DRAFT,
        version=1,
        writers=with_writer(new.writers, uow.actor.subject),
        created_at=clock.now(),
        happened_at=new.happened_at,
        business=new.business,
        publish_at=new.publish_at,
        take_down_on=new.take_down_on,
        template=new.template,
        fields=new.fields,
        **asdict(new.text),
    )
    uow.session.add(made)
    record(uow, made, "write_notice", after=asdict(new.text))
    return made


def edit_notice(actor: Actor, notice_id: UUID, changes: dict[str, Any], *, version: Expected) -> Notice:
    """Whoever edits a draft is one of its writers: the second person is another than each of them."""
    with unit_of_work(actor) as uow:
        found = notices.notice(uow.session, actor, notice_id, lock=True)
        must_match(found.version, version)
        must_be_draft(State(found.state))
        must_be_own_words(found.template, changes)
        before = {name: getattr(found, name) for name in changes}
        for name, value in changes.items():
            setattr(found, name, value)
        faults = [*item_faults(Kind(found.kind), found.item), *past_fault(changes.get("publish_at"), clock.now())]
        refuse(faults + early_faults(found.kind, take_down_on=found.take_down_on, publish_at=found.publish_at))
        found.add_writer(actor.subject)
        found.version += 1
        record(uow, found, "edit_notice", before=before, after=changes)
        return found


def take_step(actor: Actor, notice_id: UUID, step: Step, *, version: Expected | None = None) -> Notice:
    """Raises Conflict with what is missing: a second person, an earlier step, fifteen days of display. With `version`
    only what was read is approved, and nothing that somebody has put in since."""
    with unit_of_work(actor) as uow:
        found = notices.notice(uow.session, actor, notice_id, lock=True)
        actor.must_have(_right(step, Kind(found.kind), State(found.state)))
        must_match(found.version, version)
        before = State(found.state)
        after = advance(before, step, _facts(actor, found))
        found.version += 1
        _carry_out(uow, found, step)
        found.state = after
        record(uow, found, step, before={"state": before}, after={"state": after})
        return found


def publish(uow: UnitOfWork, found: Notice) -> None:
    """Hangs a notice up and tells of it: the one place where a notice becomes public, whoever wrote or asked for it.
    One that nobody has approved yet (an emergency) is to be approved soon."""
    found.state = State.PUBLISHED
    found.published_at = clock.now()
    found.business = found.business or by_default(Kind(found.kind))
    found.display_until = display_until(Kind(found.kind), clock.today())
    publish_first(uow, found)
    settle_by(uow, found)
    origin = {"event_id": found.origin_event, "event_type": found.origin_type, "subject": found.origin_subject}
    facts = {
        "notice_id": found.id,
        "kind": found.kind,
        "item": found.item,
        "title": found.title,
        "published_at": found.published_at,
        "display_until": found.display_until,
        "origin": origin if found.origin_event else None,
    }
    uow.emit("notices.notice_published.v1", subject=f"notices/{found.id}", area=found.area, data=facts)
    start_by_policy(uow, found)


def take_down(uow: UnitOfWork, found: Notice) -> None:
    """Ends its display, and what is still to be sent of it: the one place where a notice comes down."""
    found.state, found.taken_down_at = State.TAKEN_DOWN, clock.now()
    stop_campaigns(uow, found)


def refuse(faults: Sequence[FieldError]) -> None:
    if faults:
        raise Invalid("notice_invalid", "公告有误，请按提示修改。", fields=faults)


def record(uow: UnitOfWork, found: Notice, action: str, **states: Any) -> None:
    uow.record(action, subject=f"notices/{found.id}", area=found.area, **states)


def is_open(found: Notice) -> bool:
    """It hangs, and nobody has approved it."""
    return found.approve_by is not None and found.approver is None


def _right(step: Step, kind: Kind, state: State) -> str:
    """An emergency may be published by whoever may write: the second person comes after."""
    at_once = step is Step.PUBLISH and kind is Kind.EMERGENCY and state is State.DRAFT
    return "notices:write" if at_once or step is Step.WITHDRAW else "notices:approve"


def _facts(actor: Actor, found: Notice) -> NoticeFacts:
    return NoticeFacts(
        actor=actor.subject,
        writers=found.writers,
        today=clock.today(),
        kind=Kind(found.kind),
        open=is_open(found),
        display_until=found.display_until,
    )


def _carry_out(uow: UnitOfWork, found: Notice, step: Step) -> None:
    if step is Step.APPROVE:
        found.approver = uow.actor.subject
    elif step is Step.PUBLISH:
        _must_hang_to_its_day(found)
        if found.approver is None:
            found.approve_by = clock.now() + APPROVE_WITHIN
        publish(uow, found)
    elif step is Step.TAKE_DOWN:
        take_down(uow, found)


def early_faults(kind: str, *, take_down_on: date | None, publish_at: datetime | None) -> list[FieldError]:
    """Reckoned from the day on which it is to hang, today at the earliest."""
    hangs_from = clock.civil_date(max(publish_at or clock.now(), clock.now()))
    return early_fault(Kind(kind), take_down_on, hangs_from)


def _must_hang_to_its_day(found: Notice) -> None:
    """Raises Conflict: the day on which it was to come down was right when it was set, and is too early now."""
    for fault in early_fault(Kind(found.kind), found.take_down_on, clock.today()):
        raise Conflict(
            "take_down_too_early", "预定撤下的日期太早：最早{first}才能撤下。请先改这个日期。", **fault.facts
        )
