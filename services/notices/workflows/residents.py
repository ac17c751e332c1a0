"""The register one by one: residents registered, changed, moved away, erased; their contacts by a clerk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.residents.contacts import ContactState, KeptBy, must_be_the_offices
from services.notices.domain.residents.register import checked_address, must_not_be_erased, tidied
from services.notices.store import areas, coverage, participations, residents
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Contact, Resident
from services.notices.store.tables.base import SECRET
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import FieldError, Invalid
from shared.ids import new_id
from shared.web.etags import Expected, must_match


@dataclass(frozen=True, slots=True)
class NewContact:
    channel: Channel
    address: str
    consent: bool


def register_resident(actor: Actor, area: str, values: dict[str, Any]) -> Resident:
    """Raises NotFound for an area out of reach, Invalid for a number that another resident there has."""
    actor.must_reach(area)
    kept = tidied(values, clock.today())
    with unit_of_work(actor) as uow:
        if areas.area(uow.session, area).level != "community":
            _refuse("area", "area_no_community", "居民应登记在社区，请填社区的区划代码。")
        _check_number(uow, area, kept["number"])
        made = Resident(id=new_id(), area=area, version=1, created_at=clock.now(), **kept)
        uow.session.add(made)
        uow.session.flush()
        uow.session.refresh(made)
        _record(uow, made, "register_resident", after=kept)
        return made


def change_resident(actor: Actor, resident_id: UUID, changes: dict[str, Any], *, version: Expected) -> Resident:
    kept = tidied(changes, clock.today())
    with unit_of_work(actor) as uow:
        found = _own(uow, resident_id)
        must_match(found.version, version)
        if kept.get("number", found.number) != found.number:
            _check_number(uow, found.area, kept["number"])
        before = {name: getattr(found, name) for name in kept}
        for name, value in kept.items():
            setattr(found, name, value)
        found.version += 1
        _record(uow, found, "change_resident", before=before, after=kept)
        return found


def move_away(actor: Actor, resident_id: UUID, on: date | None) -> Resident:
    """From then on nothing is sent; what was sent stays in the history. None: lives here again."""
    with unit_of_work(actor) as uow:
        found = _own(uow, resident_id)
        before = {"moved_away_on": found.moved_away_on}
        found.moved_away_on = tidied({"moved_away_on": on}, clock.today())["moved_away_on"]
        found.version += 1
        _record(uow, found, "move_resident", before=before, after={"moved_away_on": found.moved_away_on})
        return found


def erase_resident(actor: Actor, resident_id: UUID) -> None:
    """At the resident's request (个人信息保护法 Art 47): whatever could tell who it was goes, area and kinds stay, so
    that figures of the past stay right. Nobody can undo it."""
    with unit_of_work(actor) as uow:
        found = _own(uow, resident_id)
        _record(uow, found, "erase_resident")
        residents.delete_contacts(uow.session, found.id)
        participations.forget_resident(uow.session, found.id)
        coverage.forget_notes(uow.session, found.id)
        found.number, found.name = f"erased-{found.id}", ""
        found.birth_date = found.group = found.building = found.door = found.employer = None
        found.interests, found.best_time, found.language, found.chose_at = [], "any", "zh", None
        found.moved_away_on = found.moved_away_on or clock.today()
        found.key = cast("str", SECRET)  # another one, which nobody knows
        found.erased_at, found.version = clock.now(), found.version + 1


def renew_key(actor: Actor, resident_id: UUID) -> Resident:
    """For a resident whose link has come into other hands: the old one opens nothing any more."""
    with unit_of_work(actor) as uow:
        found = _own(uow, resident_id)
        found.key = cast("str", SECRET)  # the database makes it
        uow.session.flush()
        uow.session.refresh(found)
        _record(uow, found, "renew_resident_key")
        return found


def set_contact(actor: Actor, resident_id: UUID, new: NewContact) -> Contact:
    """By a clerk, with the resident's consent or without: without it nothing is sent. Raises Conflict where the
    resident's own word stands against it."""
    address = checked_address(new.channel, new.address)
    with unit_of_work(actor) as uow:
        found = _own(uow, resident_id)
        row = residents.contact(uow.session, found.id, new.channel)
        if row is None:
            row = Contact(resident_id=found.id, channel=new.channel)
            uow.session.add(row)
        else:
            must_be_the_offices(ContactState(row.state), KeptBy(row.kept_by))
        bounced = row.state == ContactState.BOUNCED and row.address == address
        row.address, row.kept_by, row.changed_at = address, KeptBy.OFFICE, clock.now()
        row.consent_at = clock.now() if new.consent else None
        row.state = ContactState.CONFIRMED if new.consent else ContactState.UNCONFIRMED
        if bounced:
            row.state = ContactState.BOUNCED
        _record(uow, found, "set_contact", after={"channel": new.channel, "address": address, "consent": new.consent})
        return row


def remove_contact(actor: Actor, resident_id: UUID, channel: Channel) -> None:
    """Not one that the resident left: that they did must be remembered."""
    with unit_of_work(actor) as uow:
        found = _own(uow, resident_id)
        row = residents.contact(uow.session, found.id, channel)
        if row is not None:
            must_be_the_offices(ContactState(row.state), KeptBy(row.kept_by))
            uow.session.delete(row)
            _record(uow, found, "remove_contact", before={"channel": channel, "address": row.address})


def _own(uow: UnitOfWork, resident_id: UUID) -> Resident:
    found = residents.resident(uow.session, uow.actor, resident_id, lock=True)
    must_not_be_erased(found.erased_at is not None)
    return found


def _check_number(uow: UnitOfWork, area: str, number: str) -> None:
    if residents.number_taken(uow.session, area, number):
        _refuse("number", "number_taken", "这个社区已有编号相同的居民。")


def _refuse(field: str, code: str, message: str) -> None:
    fault = FieldError(field, code, message)
    raise Invalid("resident_invalid", "居民的登记有误，请按提示修改。", fields=[fault])


def _record(uow: UnitOfWork, found: Resident, action: str, **states: Any) -> None:
    uow.record(action, subject=f"residents/{found.id}", area=found.area, **states)
