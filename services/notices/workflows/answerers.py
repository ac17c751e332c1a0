"""Who answers on which topic, and the mailboxes that have a code."""

from __future__ import annotations

from uuid import UUID

from services.notices.domain.receipts import new_receipt
from services.notices.domain.suggestions.words import Topic
from services.notices.store import areas, suggestions
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Answerer, Mailbox
from shared import clock
from shared.auth.actor import Actor
from shared.ids import new_id

_CODE = 6
"""Signs of a mailbox's code: it is no secret, but short enough to be typed."""


def name_answerer(actor: Actor, *, area: str, topic: Topic, name: str, working_days: int | None) -> Answerer:
    """Of an area; those below it without one of their own share it."""
    actor.must_reach(area)
    with unit_of_work(actor) as uow:
        areas.area(uow.session, area)
        made = uow.session.merge(Answerer(area=area, topic=topic, name=name, working_days=working_days))
        after = {"name": name, "working_days": working_days}
        uow.record("name_answerer", subject=f"answerers/{area}/{topic}", area=area, after=after)
        return made


def put_up_mailbox(actor: Actor, *, area: str, place: str) -> Mailbox:
    actor.must_reach(area)
    with unit_of_work(actor) as uow:
        areas.area(uow.session, area)
        made = Mailbox(id=new_id(), area=area, code=new_receipt()[:_CODE], place=place)
        uow.session.add(made)
        uow.record("put_up_mailbox", subject=f"mailboxes/{made.id}", area=area, after={"place": place})
        return made


def take_mailbox_away(actor: Actor, mailbox_id: UUID) -> None:
    """Its code leads nowhere from then on."""
    with unit_of_work(actor) as uow:
        found = suggestions.mailbox(uow.session, actor, mailbox_id)
        found.removed_at = found.removed_at or clock.now()
        uow.record("take_mailbox_away", subject=f"mailboxes/{found.id}", area=found.area)
