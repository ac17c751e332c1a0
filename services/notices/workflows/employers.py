"""Employers in the community are registered, and their liaisons asked to pass a notice on (R17)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.notices.domain import anonymity
from services.notices.domain.contact import Contact
from services.notices.domain.delivery.campaign import check_notice
from services.notices.domain.delivery.channels import Channel
from services.notices.domain.employers import must_be_new, must_hang_there, must_have_agreed
from services.notices.domain.notice import State
from services.notices.domain.residents.register import tidied_texts
from services.notices.store import areas, employers, notices
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Employer, LiaisonMessage, Notice
from services.notices.workflows.delivery.personal import PersonalNote, send_to_person
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from shared.messages import translate
from shared.settings import load_settings

_TEXT = "{liaison}您好：请把这条公告转告在{employer}工作的本社区居民，涉及{residents}。社区不提供居民的姓名。"


@dataclass(frozen=True, slots=True)
class NewEmployer:
    area: str
    name: str
    liaison: str
    contact: Contact
    consent: bool


def register_employer(actor: Actor, new: NewEmployer) -> Employer:
    """With the same name again: another liaison."""
    actor.must_reach(new.area)
    name = tidied_texts({"employer": new.name})["employer"]  # as the register has it of residents
    with unit_of_work(actor) as uow:
        areas.area(uow.session, new.area)
        found = employers.by_name(uow.session, new.area, name)
        if found is None:
            found = Employer(id=new_id(), area=new.area, name=name)
            uow.session.add(found)
        found.liaison, found.channel, found.address = new.liaison, new.contact.channel, new.contact.address
        found.consent_at = clock.now() if new.consent else None
        after = {"name": name, "liaison": new.liaison, "address": found.address, "consent": new.consent}
        _record(uow, found, "register_employer", after=after)
        return found


def remove_employer(actor: Actor, employer_id: UUID) -> None:
    """With what its liaison was told: the audit trail keeps that."""
    with unit_of_work(actor) as uow:
        found = employers.employer(uow.session, actor, employer_id, lock=True)
        uow.session.delete(found)
        _record(uow, found, "remove_employer", before={"name": found.name})


def tell_liaison(actor: Actor, employer_id: UUID, notice_id: UUID) -> LiaisonMessage:
    """Raises Conflict for a notice that does not hang in the employer's community, for a liaison who has not agreed or
    was told of it before, Invalid when no provider serves their channel."""
    actor.must_have("notices:send")
    with unit_of_work(actor) as uow:
        found = employers.employer(uow.session, actor, employer_id, lock=True)
        notice = notices.notice(uow.session, actor, notice_id)
        check_notice(State(notice.state))
        must_hang_there(notice.area, found.area)
        must_have_agreed(found.consent_at)
        must_be_new(told=employers.was_told(uow.session, found.id, notice.id))
        count = anonymity.told(employers.concerned(uow.session, found, notice))
        made = LiaisonMessage(
            id=new_id(),
            area=found.area,
            employer_id=found.id,
            notice_id=notice.id,
            residents=count,
            sent_by=actor.subject,
            sent_at=clock.now(),
        )
        uow.session.add(made)
        send_to_person(uow, _note(found, notice, count))
        _record(uow, found, "tell_liaison", after={"notice_id": notice.id, "residents": count})
        return made


def _note(found: Employer, notice: Notice, count: int | None) -> PersonalNote:
    page = f"{load_settings('notices').public_url('notices')}/notices/{notice.id}"
    residents = translate("不足{floor}人", "zh", floor=anonymity.FLOOR) if count is None else f"{count}人"
    words = translate(_TEXT, "zh", liaison=found.liaison, employer=found.name, residents=residents)
    return PersonalNote(
        area=found.area,
        channel=Channel(found.channel),
        address=found.address,
        title=notice.title,
        text=f"{words}\n{page}",
        page=page,
    )


def _record(uow: UnitOfWork, found: Employer, action: str, **states: Any) -> None:
    uow.record(action, subject=f"employers/{found.id}", area=found.area, **states)
