"""What residents do on their own page: addresses confirmed or left, what they want to hear of, notices opened.

Who has the page's key is taken for the resident; the audit trail names the resident's id, never the key.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.states import DeliveryState, weightier
from services.notices.domain.residents.confirmation import (
    CODE_DIGITS,
    VALID_FOR,
    Asked,
    hash_of_code,
    hash_of_token,
    is_right,
    must_be_open,
    refused,
)
from services.notices.domain.residents.contacts import ContactState, KeptBy
from services.notices.domain.residents.kinds import BestTime, Interest
from services.notices.domain.residents.register import checked_address
from services.notices.store import own_page, residents
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Contact, ContactConfirmation, Delivery, Notice, Resident
from services.notices.workflows.delivery.personal import PersonalNote, send_to_person
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Invalid
from shared.messages import translate

_NOBODY = Actor(subject="resident", area=None)

LinkTo = Callable[[str], str]
"""The address of the page on which a token is confirmed."""


@dataclass(frozen=True, slots=True)
class Choices:
    interests: Sequence[Interest]
    best_time: BestTime
    language: str


def ask_confirmation(key: str, channel: Channel, address: str, link_to: LinkTo) -> None:
    """Sends a code and a link to an address that a resident typed; until one of them comes back nothing else changes.
    Raises Invalid for a wrong address or a channel that nobody serves."""
    with unit_of_work(_NOBODY) as uow:
        found = residents.by_key(uow.session, key, lock=True)
        ask_for(uow, found, channel, checked_address(channel, address), link_to)


def ask_for(uow: UnitOfWork, found: Resident, channel: Channel, address: str, link_to: LinkTo) -> None:
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    token = secrets.token_urlsafe(32)
    row = own_page.confirmation(uow.session, found.id, channel)
    if row is None:
        row = ContactConfirmation(resident_id=found.id, channel=channel)
        uow.session.add(row)
    row.address, row.attempts, row.asked_at = address, 0, clock.now()
    row.expires_at = clock.now() + VALID_FOR
    row.code_hash, row.token_hash = hash_of_code(found.id, channel, code), hash_of_token(token)
    _send(uow, found, row, code, link_to(token))
    _record(uow, found, "ask_confirmation", channel)


def confirm_by_code(key: str, channel: Channel, code: str) -> None:
    """Raises Invalid for a wrong code, which is counted, or one that is over."""
    with unit_of_work(_NOBODY) as uow:
        found = residents.by_key(uow.session, key, lock=True)
        row = own_page.confirmation(uow.session, found.id, channel)
        must_be_open(_asked(row) if row else None, clock.now())
        wrong = _try(uow, found, row, hash_of_code(found.id, channel, code)) if row else None
    if wrong:
        raise wrong


def confirm_by_token(token: str) -> Resident:
    """By the link that was sent: it opens nothing but this confirmation, since the address may be a stranger's."""
    with unit_of_work(_NOBODY) as uow:
        row, found = own_page.confirmation_by_token(uow.session, hash_of_token(token), clock.now())
        _confirm(uow, found, row)
        return found


def leave_channel(key: str, channel: Channel) -> Resident:
    """At once, without more questions; who has moved away can leave, too."""
    with unit_of_work(_NOBODY) as uow:
        found = residents.by_key(uow.session, key, lock=True, gone=True)
        row = residents.contact(uow.session, found.id, channel)
        if row is not None and row.state != ContactState.LEFT:
            row.state, row.kept_by, row.changed_at = ContactState.LEFT, KeptBy.RESIDENT, clock.now()
            row.consent_at = None
            _record(uow, found, "leave_channel", channel)
        return found


def come_back(key: str, channel: Channel) -> None:
    """To an address that was left: it was theirs before."""
    with unit_of_work(_NOBODY) as uow:
        found = residents.by_key(uow.session, key, lock=True)
        row = residents.contact(uow.session, found.id, channel)
        if row is None or row.state != ContactState.LEFT:
            raise Invalid("contact_not_left", "这个渠道没有退订过，请填写地址。")
        row.state, row.consent_at, row.changed_at = ContactState.CONFIRMED, clock.now(), clock.now()
        _record(uow, found, "come_back", channel)


def choose(key: str, choices: Choices) -> None:
    """What the resident wants to hear of, when, and in which language: no import changes it from now on."""
    with unit_of_work(_NOBODY) as uow:
        found = residents.by_key(uow.session, key, lock=True)
        found.interests = sorted(each.value for each in choices.interests)
        found.best_time, found.language = choices.best_time, choices.language
        found.chose_at, found.version = clock.now(), found.version + 1
        uow.record("choose", subject=f"residents/{found.id}", area=found.area, after={"interests": found.interests})


def note_of_inbox(key: str, delivery_id: int, state: DeliveryState) -> tuple[Delivery, Notice, Resident]:
    """A notice in the inbox is opened, or the resident says that they know of it."""
    with unit_of_work(_NOBODY) as uow:
        found = residents.by_key(uow.session, key)
        delivery, notice = own_page.delivered(uow.session, found.id, delivery_id)
        after = weightier(DeliveryState(delivery.state), state)
        if after != delivery.state:
            delivery.state, delivery.changed_at = after, clock.now()
        return delivery, notice, found


def forget_expired_confirmations() -> None:
    with unit_of_work(Actor.system("notices")) as uow:
        own_page.delete_expired(uow.session, clock.now())


def _try(uow: UnitOfWork, found: Resident, row: ContactConfirmation, typed_hash: str) -> Invalid | None:
    """The refusal is the answer and not raised: the wrong try must be counted."""
    if is_right(_asked(row), typed_hash):
        _confirm(uow, found, row)
        return None
    row.attempts += 1
    return refused("code_wrong", "验证码不正确，请再看一遍消息里的数字。")


def _confirm(uow: UnitOfWork, found: Resident, row: ContactConfirmation) -> None:
    contact = residents.contact(uow.session, found.id, Channel(row.channel))
    if contact is None:
        contact = Contact(resident_id=found.id, channel=row.channel)
        uow.session.add(contact)
    contact.address, contact.state, contact.kept_by = row.address, ContactState.CONFIRMED, KeptBy.RESIDENT
    contact.consent_at = contact.changed_at = clock.now()
    uow.session.delete(row)
    _record(uow, found, "confirm_contact", Channel(row.channel))


def _asked(row: ContactConfirmation) -> Asked:
    return Asked(row.code_hash, row.attempts, row.expires_at)


def _send(uow: UnitOfWork, found: Resident, row: ContactConfirmation, code: str, link: str) -> None:
    language = found.language
    title = translate("请确认接收社区通知", language)
    text = translate(
        "您的验证码是{code}，一天内有效。请填入您的个人页面，或打开链接确认：{link} 如果不是您本人填写，请不用理会。",
        language,
        code=code,
        link=link,
    )
    send_to_person(
        uow,
        PersonalNote(
            area=found.area,
            channel=Channel(row.channel),
            address=row.address,
            title=title,
            text=text,
            page=link,
            language=language,
        ),
    )


def _record(uow: UnitOfWork, found: Resident, action: str, channel: Channel) -> None:
    uow.record(action, subject=f"residents/{found.id}", area=found.area, after={"channel": channel.value})
