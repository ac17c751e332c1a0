"""Good deeds: told, checked, agreed to by who did them, handed to the notices; taken back if they change their mind."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.notices.domain.contact import Contact
from services.notices.domain.good_deeds import (
    Consent,
    ConsentBy,
    DeedState,
    Story,
    check_story,
    must_be_publishable,
    must_be_told,
    must_have_happened,
)
from services.notices.domain.notice import Kind, State
from services.notices.domain.participation import Affair
from services.notices.domain.public_forms import key_of
from services.notices.domain.receipts import new_receipt
from services.notices.domain.wording import Text
from services.notices.store import areas, good_deeds
from services.notices.store.database import unit_of_work
from services.notices.store.once import wait_for_twin
from services.notices.store.participations import record_participation
from services.notices.store.tables import GoodDeed, Notice
from services.notices.workflows.notices import NewNotice, draft_notice, record, take_down
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict
from shared.ids import new_id
from shared.web.etags import Expected, must_match


@dataclass(frozen=True, slots=True)
class Telling:
    """What somebody tells of `person`, by a form or to a clerk."""

    area: str
    person: str
    told: str
    happened_on: date | None = None
    contact: Contact | None = None
    teller_id: UUID | None = None
    once: UUID | None = None
    language: str = "zh"

    @property
    def key(self) -> UUID | None:
        return key_of(self.once, asdict(self))


def tell_of_deed(actor: Actor, telling: Telling) -> GoodDeed:
    """The same again for what was sent from the same page before."""
    actor.must_reach(telling.area)
    must_have_happened(telling.happened_on, today=clock.today())
    with unit_of_work(actor) as uow:
        areas.area(uow.session, telling.area)
        wait_for_twin(uow.session, telling.key)
        if known := good_deeds.by_once(uow.session, telling.key):
            return known
        made = GoodDeed(
            id=new_id(),
            area=telling.area,
            code=new_receipt(),
            once=telling.key,
            person=telling.person,
            told=telling.told,
            happened_on=telling.happened_on,
            teller_id=telling.teller_id,
            channel=telling.contact.channel if telling.contact else None,
            address=telling.contact.address if telling.contact else None,
            language=telling.language,
            state=DeedState.TOLD,
            consent=Consent.UNASKED,
            told_at=clock.now(),
        )
        uow.session.add(made)
        _record(uow, made, "tell_of_deed", after={"told": made.told})
        return made


def verify(actor: Actor, deed_id: UUID, story: Story, *, version: Expected) -> GoodDeed:
    """What was told is true; the clerk's story is what will be published. Whoever told it took part."""
    with unit_of_work(actor) as uow:
        found = _found(uow, actor, deed_id, version)
        if found.notice_id is not None:
            raise Conflict("deed_published", "已经交付公布，请在公告里修改。")
        if found.state == DeedState.DECLINED:
            must_be_told(DeedState.DECLINED)
        check_story(story, found.person)
        found.state = DeedState.VERIFIED
        found.add_writer(actor.subject)
        found.title, found.body, found.named = story.title, story.body, story.named
        found.title_en, found.body_en = story.title_en, story.body_en
        if found.teller_id:
            record_participation(
                uow, area=found.area, resident_id=found.teller_id, affair=Affair.GOOD_DEED, affair_id=found.id
            )
        _record(uow, found, "verify_deed", after={"title": story.title, "named": story.named})
        return found


def decline(actor: Actor, deed_id: UUID, *, reason: str, version: Expected) -> GoodDeed:
    with unit_of_work(actor) as uow:
        found = _found(uow, actor, deed_id, version)
        must_be_told(DeedState(found.state))
        found.state, found.reason = DeedState.DECLINED, reason
        _record(uow, found, "decline_deed", after={"reason": reason})
        return found


def record_consent(actor: Actor, deed_id: UUID, *, given: bool, by: ConsentBy, version: Expected) -> GoodDeed:
    """Of the person who did it. Where they no longer agree, a story with their name comes down at once."""
    with unit_of_work(actor) as uow:
        found = _found(uow, actor, deed_id, version)
        found.consent, found.consent_by = Consent.GIVEN if given else Consent.REFUSED, by
        found.consent_at, found.consent_recorded_by = clock.now(), actor.subject
        if not given and found.named and found.notice_id is not None:
            _take_back(uow, found.notice_id)
        _record(uow, found, "record_consent", after={"given": given, "by": by})
        return found


def hand_to_notices(actor: Actor, deed_id: UUID) -> GoodDeed:
    """As a draft, which somebody approves who had no part in the story. Raises Conflict without consent to a name."""
    with unit_of_work(actor) as uow:
        found = good_deeds.good_deed(uow.session, actor, deed_id, lock=True)
        must_be_publishable(DeedState(found.state), Consent(found.consent), named=found.named)
        if found.notice_id is not None:
            raise Conflict("deed_published", "已经交付公布，请在公告里修改。")
        text = Text(title=found.title or "", body=found.body or "", title_en=found.title_en, body_en=found.body_en)
        new = NewNotice(area=found.area, kind=Kind.GOOD_DEEDS, text=text, writers=found.writers)
        notice = draft_notice(uow, new)
        uow.session.flush()
        found.notice_id = notice.id
        found.version += 1
        _record(uow, found, "publish_deed", after={"notice": notice.id})
        return found


def _take_back(uow: UnitOfWork, notice_id: UUID) -> None:
    """Whatever state the notice is in: consent that was taken back leaves no time for a second person."""
    notice = uow.session.get_one(Notice, notice_id, with_for_update=True)
    before = notice.state
    if before == State.PUBLISHED:
        take_down(uow, notice)
    elif before in {State.DRAFT, State.APPROVED}:
        notice.state = State.WITHDRAWN
    notice.version += 1
    record(uow, notice, "take_back", before={"state": before}, after={"state": notice.state})


def _found(uow: UnitOfWork, actor: Actor, deed_id: UUID, version: Expected) -> GoodDeed:
    found = good_deeds.good_deed(uow.session, actor, deed_id, lock=True)
    must_match(found.version, version)
    found.version += 1
    return found


def _record(uow: UnitOfWork, found: GoodDeed, action: str, *, after: dict[str, Any]) -> None:
    uow.record(action, subject=f"good-deeds/{found.id}", area=found.area, after=after)
