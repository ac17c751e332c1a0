"""Days for the communities' calendars, kept from what the other services tell."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.dialects.postgresql import insert

from services.notices.domain.occasions import TELLING, occasion_of
from services.notices.store.tables import Occasion
from shared import clock
from shared.database.unit_of_work import UnitOfWork
from shared.events.envelope import Event, Handler


def keeping_its_day(event_type: str, handler: Handler) -> Handler:
    """The handler, and before it the day that the event tells of, where it does."""
    if event_type not in TELLING:
        return handler

    def handle(uow: UnitOfWork, event: Event) -> None:
        _keep(uow, event)
        handler(uow, event)

    return handle


def _keep(uow: UnitOfWork, event: Event) -> None:
    """An older word on the same day, late on its way, changes nothing."""
    told = occasion_of(event.type, event.data, clock.CIVIL_ZONE)
    made = insert(Occasion).values(**asdict(told), area=event.area, told_at=event.time, changes=0)
    new = {name: made.excluded[name] for name in ("kind", "title", "day", "starts_at", "place", "cancelled", "told_at")}
    uow.session.execute(
        made.on_conflict_do_update(
            index_elements=[Occasion.subject],
            set_={**new, "changes": Occasion.changes + 1},
            where=Occasion.told_at <= made.excluded.told_at,
        )
    )
