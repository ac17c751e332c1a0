"""Loading and keeping what all workers know of a provider."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notices.domain.delivery.circuit import Condition
from services.notices.store.tables import ProviderCondition


def locked(session: Session, name: str, *, full: float) -> tuple[ProviderCondition, datetime]:
    """The provider's row, made with a `full` bucket if there is none, held until the transaction ends; and the time
    by the database's clock, because those of several workers' machines need not agree."""
    new = {"name": name, "at": func.clock_timestamp(), "tokens": full}
    session.execute(insert(ProviderCondition).values(new).on_conflict_do_nothing())
    query = select(ProviderCondition, func.clock_timestamp()).where(ProviderCondition.name == name)
    row, now = session.execute(query.with_for_update()).one()
    return row, now


def all_of_them(session: Session) -> Mapping[str, ProviderCondition]:
    return {row.name: row for row in session.scalars(select(ProviderCondition))}


def condition(row: ProviderCondition) -> Condition:
    return Condition(
        at=row.at,
        tokens=row.tokens,
        failures=row.failures,
        open_until=row.open_until,
        probing_until=row.probing_until,
    )


def keep(row: ProviderCondition, new: Condition) -> None:
    row.at, row.tokens, row.failures = new.at, new.tokens, new.failures
    row.open_until, row.probing_until = new.open_until, new.probing_until
