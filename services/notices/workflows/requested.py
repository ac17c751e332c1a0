"""Notices that another service asks for by an event: as it worded them."""

from __future__ import annotations

from services.notices.domain.notice import State
from services.notices.domain.residents.audience import read_rule
from services.notices.store.tables import Notice
from services.notices.workflows.notices import publish, record
from shared import clock
from shared.database.unit_of_work import UnitOfWork
from shared.events.envelope import Event
from shared.ids import new_id

_WORDS = ("kind", "item", "title", "body", "title_en", "body_en", "take_down_on")
_DELIVERY = ("audience", "channels", "target_share")


def keep_requested_notice(uow: UnitOfWork, event: Event) -> None:
    """Published, or waiting for its moment, where two persons stand behind it; else a draft for a second person.

    Raises Invalid for an audience that is no rule: the event becomes a dead letter, and nothing goes out to the wrong
    people.
    """
    asked = event.data
    if asked["audience"] is not None:
        read_rule(asked["audience"], within=event.area)
    seconded = asked["approved_by"] is not None and asked["approved_by"] != asked["requested_by"]
    made = Notice(
        id=new_id(),
        area=event.area,
        state=State.APPROVED if seconded else State.DRAFT,
        version=1,
        writers=[asked["requested_by"]],
        approver=asked["approved_by"] if seconded else None,
        created_at=clock.now(),
        publish_at=asked["publish_at"],
        delivery={name: asked[name] for name in _DELIVERY if asked[name] is not None} or None,
        origin_event=event.id,
        origin_type=event.type,
        origin_subject=event.subject,
        happened_at=event.time,
        **{name: asked[name] for name in _WORDS},
    )
    uow.session.add(made)
    if seconded and (made.publish_at is None or made.publish_at <= clock.now()):
        publish(uow, made)
    record(uow, made, "keep_requested_notice", after={"title": made.title, "state": made.state})
