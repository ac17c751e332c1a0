"""Residents for tests: made directly in the register's tables."""

from __future__ import annotations

import itertools
from typing import Any

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.residents.contacts import ContactState
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Contact, Resident
from shared import clock
from shared.auth.actor import Actor
from shared.ids import new_id
from tests.conftest import COMMUNITY

_numbers = itertools.count(1)
SYSTEM = Actor.system("notices")


def resident(area: str = COMMUNITY, *, contacts: dict[Channel, str] | None = None, **columns: Any) -> Resident:
    """One who lives there, with confirmed contacts."""
    number = columns.pop("number", f"B{next(_numbers):05}")
    row = Resident(id=new_id(), area=area, number=number, name=columns.pop("name", "张三"), **columns)
    with unit_of_work(SYSTEM) as uow:
        uow.session.add(row)
        uow.session.flush()
        uow.session.add_all(
            Contact(
                resident_id=row.id,
                channel=channel,
                address=address,
                state=ContactState.CONFIRMED,
                consent_at=clock.now(),
            )
            for channel, address in (contacts or {}).items()
        )
        uow.session.flush()
        uow.session.refresh(row)
    return row
