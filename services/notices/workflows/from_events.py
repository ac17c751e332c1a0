"""Notices that follow from events: worded by a template, published at once, one for each event.

The second person of a notice by hand has been there already: whoever announced, published or certified.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert

from services.notices.domain.notice import State
from services.notices.domain.wording import write
from services.notices.store.tables import Area, Notice
from services.notices.store.wordings import wording_for
from services.notices.workflows.disclosures import hear_of_disclosure
from services.notices.workflows.informing import plan_publicity
from services.notices.workflows.notices import publish
from shared import clock
from shared.database.unit_of_work import UnitOfWork
from shared.events.envelope import Event
from shared.ids import new_id

_INSERT_AREA = insert(cast("Table", Area.__table__))  # not the mapped class: that takes twice the time
_KEEP_AREA = _INSERT_AREA.on_conflict_do_update(
    index_elements=["code"], set_={"name": _INSERT_AREA.excluded.name, "level": _INSERT_AREA.excluded.level}
)


def keep_area(uow: UnitOfWork, event: Event) -> None:
    """Our copy of the register of areas."""
    uow.session.execute(_KEEP_AREA, event.data)


def publish_from_event(uow: UnitOfWork, event: Event) -> None:
    """The event's id is unique among origins: the same event again would break that and become a dead letter, not a
    second notice. The inbox sees to it that it does not come so far."""
    wording = wording_for(event.type)
    made = Notice(
        id=new_id(),
        area=event.area,
        kind=wording.kind,
        item=wording.item,
        state=State.DRAFT,
        version=1,
        writers=[uow.actor.subject],
        created_at=clock.now(),
        wording=wording.name,
        origin_event=event.id,
        origin_type=event.type,
        origin_subject=event.subject,
        happened_at=event.time,
        **asdict(write(wording, event.data)),
    )
    uow.session.add(made)
    uow.session.flush()
    hear_of_disclosure(uow, event, made)
    plan_publicity(uow, event, made)
    publish(uow, made)
    uow.record("publish_from_event", subject=f"notices/{made.id}", area=made.area, after={"title": made.title})
