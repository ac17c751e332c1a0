"""Tells somebody who left a contact what became of their affair: an answer, a place, a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.notices.domain.delivery.channels import Channel
from services.notices.workflows.delivery.personal import PersonalNote, send_to_person
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Invalid
from shared.messages import translate
from shared.settings import load_settings


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told: `channel` and `address` are empty for who left no contact. `path` is the page that it is about."""

    area: str
    channel: str | None
    address: str | None
    language: str
    path: str


def tell(uow: UnitOfWork, whom: Told, title: str, text: str, /, **facts: Any) -> bool:
    """`title` and `text` are messages of the catalogue. False for who left no contact, or one that no provider of this
    installation serves: they see it on the page."""
    if not whom.channel or not whom.address:
        return False
    page = f"{load_settings('notices').public_url('notices')}{whom.path}"
    note = PersonalNote(
        area=whom.area,
        channel=Channel(whom.channel),
        address=whom.address,
        title=translate(title, whom.language, **facts),
        text=f"{translate(text, whom.language, **facts)}\n{page}",
        page=page,
        language=whom.language,
    )
    try:
        send_to_person(uow, note)
    except Invalid:
        return False
    return True
