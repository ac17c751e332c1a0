"""The one contact that somebody leaves on a form: a mobile number or an e-mail address, whichever they type."""

from __future__ import annotations

from dataclasses import dataclass

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.residents.addresses import check_address
from shared.columns.cells import Unreadable
from shared.errors import FieldError, Invalid


@dataclass(frozen=True, slots=True)
class Contact:
    channel: Channel
    address: str


def contact_in(text: str | None, *, field: str = "contact") -> Contact | None:
    """None where nothing was typed. Raises Invalid for what is neither."""
    return contact_of(text, field=field) if text else None


def contact_of(text: str, *, field: str = "contact") -> Contact:
    """Raises Invalid for what is neither."""
    channel = Channel.EMAIL if "@" in text or "＠" in text else Channel.SMS
    try:
        return Contact(channel, check_address(channel, text))
    except Unreadable as error:
        fault = FieldError(field, error.code, error.message, error.facts)
        raise Invalid("contact_invalid", "联系方式不正确。", fields=[fault]) from None
