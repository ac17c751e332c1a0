"""Notices by hand: written by one person, approved by another, published, taken down."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from services.notices.domain.notice import Kind, NoticeFacts, State, Step, advance, display_until, must_be_draft
from services.notices.domain.wording import Text
from services.notices.store import notices
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Area, Notice
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import FieldError, Invalid
from shared.ids import new_id
from shared.web.etags import must_match


def write_notice(actor: Actor, *, area: str, kind: Kind, text: Text) -> Notice:
    """A draft. Raises NotFound for an area out of reach, Invalid for one that is not registered."""
    actor.must_reach(area)
    with unit_of_work(actor) as uow:
        if uow.session.get(Area, area) is None:
            fault = FieldError("area", "area_unknown", "区划代码{area}还没有登记。", {"area": area})
            raise Invalid("notice_invalid", "公告有误，请按提示修改。", fields=[fault])
        made = Notice(
            id=new_id(),
            area=area,
            kind=kind,
            state=State.DRAFT,
            version=1,
            author=actor.subject,
            created_at=clock.now(),
            **asdict(text),
        )
        uow.session.add(made)
        _record(uow, made, "write_notice", after=asdict(text))
        return made


def edit_notice(actor: Actor, notice_id: UUID, changes: dict[str, Any], *, version: int) -> Notice:
    """Whoever edits a draft becomes its author: the second person must not have written any of it."""
    with unit_of_work(actor) as uow:
        found = notices.notice(uow.session, actor, notice_id, lock=True)
        must_match(found.version, version)
        must_be_draft(State(found.state))
        before = {name: getattr(found, name) for name in changes}
        for name, value in changes.items():
            setattr(found, name, value)
        found.author = actor.subject
        found.version += 1
        _record(uow, found, "edit_notice", before=before, after=changes)
        return found


def take_step(actor: Actor, notice_id: UUID, step: Step) -> Notice:
    """Raises Conflict with what is missing: a second person, an earlier step, fifteen days of display."""
    actor.must_have("notices:write" if step is Step.WITHDRAW else "notices:approve")
    with unit_of_work(actor) as uow:
        found = notices.notice(uow.session, actor, notice_id, lock=True)
        facts = NoticeFacts(
            actor=actor.subject, author=found.author, today=clock.today(), display_until=found.display_until
        )
        before = State(found.state)
        found.state = advance(before, step, facts)
        found.version += 1
        _carry_out(uow, found, step)
        _record(uow, found, step, before={"state": before}, after={"state": found.state})
        return found


def publish(uow: UnitOfWork, found: Notice) -> None:
    """Hangs a notice up and tells of it."""
    found.state = State.PUBLISHED
    found.published_at = clock.now()
    found.display_until = display_until(Kind(found.kind), clock.today())
    origin = {"event_id": found.origin_event, "event_type": found.origin_type, "subject": found.origin_subject}
    facts = {
        "notice_id": found.id,
        "kind": found.kind,
        "title": found.title,
        "published_at": found.published_at,
        "display_until": found.display_until,
        "origin": origin if found.origin_event else None,
    }
    uow.emit("notices.notice_published.v1", subject=f"notices/{found.id}", area=found.area, data=facts)


def _carry_out(uow: UnitOfWork, found: Notice, step: Step) -> None:
    if step is Step.APPROVE:
        found.approver = uow.actor.subject
    elif step is Step.PUBLISH:
        publish(uow, found)
    elif step is Step.TAKE_DOWN:
        found.taken_down_at = clock.now()


def _record(uow: UnitOfWork, found: Notice, action: str, **states: Any) -> None:
    uow.record(action, subject=f"notices/{found.id}", area=found.area, **states)
