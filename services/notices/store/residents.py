"""Residents one by one, as the register is kept and read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, exists, or_, select
from sqlalchemy.orm import Session

from services.notices.domain.delivery.channels import Channel
from services.notices.store.audiences import is_of_kind
from services.notices.store.tables import Contact, ContactConfirmation, Resident
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_AT_A_TIME = 1_000


def resident(session: Session, actor: Actor, resident_id: UUID, *, lock: bool = False) -> Resident:
    """Raises NotFound."""
    query = select(Resident).where(Resident.id == resident_id, within(Resident.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("resident_not_found", "没有找到这位居民。")
    return found


def by_key(session: Session, key: str, *, lock: bool = False, gone: bool = False) -> Resident:
    """Whose own page it is. Raises NotFound for a key that nobody has, or whose owner has moved away unless `gone`."""
    query = select(Resident).where(Resident.key == key, Resident.erased_at.is_(None))
    query = query if gone else query.where(Resident.moved_away_on.is_(None))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("resident_key_unknown", "这个个人链接已失效，请到居委会重新领取。")
    return found


def number_taken(session: Session, area: str, number: str) -> bool:
    return session.scalar(select(exists().where(Resident.area == area, Resident.number == number))) or False


def found_by(
    actor: Actor, *, area: str | None, text: str | None, kind: str | None, gone: bool, today: date
) -> Select[Any]:
    """Those within reach; `text` is a number, a work unit, or a part of a name or door."""
    conditions: list[ColumnElement[bool]] = [within(Resident.area, actor), Resident.erased_at.is_(None)]
    conditions.append(Resident.moved_away_on.is_not(None) if gone else Resident.moved_away_on.is_(None))
    if area:
        conditions.append(within(Resident.area, Actor(subject="", area=area)))
    if text:
        anywhere = (Resident.name, Resident.door)
        conditions.append(
            or_(
                Resident.number == text,
                Resident.employer == text,
                *(column.icontains(text, autoescape=True) for column in anywhere),
            )
        )
    if kind:
        conditions.append(is_of_kind([kind], today))
    return select(Resident).where(*conditions)


def contacts_of(session: Session, resident_ids: Sequence[UUID]) -> dict[UUID, list[Contact]]:
    """In the order of the channels."""
    found: dict[UUID, list[Contact]] = {each: [] for each in resident_ids}
    for row in session.scalars(select(Contact).where(Contact.resident_id.in_(resident_ids))):
        found[row.resident_id].append(row)
    order = list(Channel)
    return {each: sorted(rows, key=lambda row: order.index(Channel(row.channel))) for each, rows in found.items()}


def contact(session: Session, resident_id: UUID, channel: Channel) -> Contact | None:
    """Locked."""
    return session.get(Contact, (resident_id, channel.value), with_for_update=True)


def delete_contacts(session: Session, resident_id: UUID) -> None:
    for table in (Contact, ContactConfirmation):
        session.execute(delete(table).where(table.resident_id == resident_id))


def lines(session: Session, actor: Actor, area: str, *, gone: bool) -> Iterator[tuple[Resident, dict[str, Contact]]]:
    """Residents of the area with their contacts by channel, by community and number, a thousand at a time."""
    query = found_by(actor, area=area, text=None, kind=None, gone=gone, today=date.min)
    ordered = query.order_by(Resident.area, Resident.number).execution_options(yield_per=_AT_A_TIME)
    for part in session.scalars(ordered).partitions():
        contacts = contacts_of(session, [row.id for row in part])
        for row in part:
            yield row, {each.channel: each for each in contacts[row.id]}
