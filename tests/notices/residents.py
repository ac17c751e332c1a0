"""Residents for tests: made directly in the register's tables."""

from __future__ import annotations

import io
import itertools
from typing import Any

from sqlalchemy import select

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.residents.contacts import ContactState
from services.notices.store.database import database, reading, unit_of_work
from services.notices.store.tables import Contact, Resident
from services.notices.workflows import resident_imports
from shared import clock
from shared.auth.actor import Actor
from shared.database.tables import jobs
from shared.ids import new_id
from shared.jobs.run import carry_out
from tests.conftest import COMMUNITY, DISTRICT
from tests.office import Office

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


_WORK = {
    "notices.read_register": resident_imports.read_register,
    "notices.apply_register": resident_imports.apply_register,
}


def run_imports() -> None:
    """Carries out every waiting import as the tasks do."""
    with reading() as session:
        query = select(jobs.c.id, jobs.c.task).where(jobs.c.state == "waiting", jobs.c.task.in_(_WORK))
        waiting = session.execute(query.order_by(jobs.c.id)).all()
    for job_id, task in waiting:
        carry_out(database, job_id, _WORK[task], retry_seconds=60)
        resident_imports.discard_closed_imports()


def upload(keeper: Office, content: bytes, *, area: str = COMMUNITY, token_area: str = DISTRICT, **form: Any) -> Any:
    """Sends a register as a file; what goes with it is `form`, but for `scopes`."""
    scopes = {"scopes": form.pop("scopes")} if "scopes" in form else {}
    data = {"file": (io.BytesIO(content), "residents.csv"), "area": area, **form}
    return keeper.call("POST", "/residents/imports", data=data, area=token_area, **scopes)
