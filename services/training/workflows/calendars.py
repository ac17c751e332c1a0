"""Calendar keys."""

from __future__ import annotations

import secrets
from uuid import UUID

from services.training.store import cadres, catalogue
from services.training.store.catalogue import Keyed
from services.training.store.database import unit_of_work
from services.training.store.tables import Cadre
from shared.auth.actor import Actor


def renew_calendar_key(actor: Actor, cadre_id: UUID) -> Cadre:
    """A new address for a cadre's calendar; the old one stops working."""
    with unit_of_work(actor) as uow:
        found = cadres.cadre(uow.session, actor, cadre_id, lock=True)
        found.calendar_key = secrets.token_urlsafe(32)
        uow.record("renew_calendar_key", subject=f"cadres/{found.id}", area=found.area)
        return found


def renew_item_key(actor: Actor, kind: type[Keyed], item_id: UUID) -> Keyed:
    """The same for a room or a teacher."""
    with unit_of_work(actor) as uow:
        found = catalogue.own_item(uow.session, actor, kind, item_id)
        found.calendar_key = secrets.token_urlsafe(32)
        uow.record("renew_calendar_key", subject=f"{kind.__tablename__}/{found.id}", area=found.area)
        return found
