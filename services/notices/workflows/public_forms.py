"""The guard of public forms: no more in an hour than people send, counted in the database for all processes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from services.notices.domain.public_forms import PublicForm, check_area, check_client, client_of, window_of
from services.notices.store.database import unit_of_work
from services.notices.store.tables.public_forms import EVERYONE, FormCount
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork

_SYSTEM = Actor.system("notices")


def admit(form: PublicForm, area: str, *, address: str, resident: UUID | None = None) -> None:
    """Raises TooMany. What is refused is not counted: one client that floods does not close the form for the others.
    Who sends from their own page has only the limit of their own, so that no flood from outside shuts residents out."""
    now = clock.now()
    since = window_of(now)
    with unit_of_work(_SYSTEM) as uow:
        client = client_of(address, resident=resident, window=since)
        check_client(form, _count(uow, form, area, since, client), now=now)
        if resident is None:
            check_area(form, _count(uow, form, area, since, EVERYONE), now=now)


def sweep_form_counts() -> None:
    """Hours that are over."""
    with unit_of_work(_SYSTEM) as uow:
        uow.session.execute(delete(FormCount).where(FormCount.since < window_of(clock.now())))


def _count(uow: UnitOfWork, form: PublicForm, area: str, since: datetime, client: str) -> int:
    """With this one; the row stays locked until the end, so that no two are let in at one place."""
    new = insert(FormCount).values(form=form, area=area, since=since, client=client, count=1)
    counted = new.on_conflict_do_update(
        index_elements=[FormCount.area, FormCount.form, FormCount.since, FormCount.client],
        set_={"count": FormCount.count + 1},
    ).returning(FormCount.count)
    return uow.session.scalars(counted).one()
