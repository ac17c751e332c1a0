"""Double opt-in: an address is the resident's when what was sent to it comes back, as a code or by a link."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.errors import FieldError, Invalid

VALID_FOR = timedelta(days=1)
"""Who gets an e-mail may look at it in the evening."""

MOST_TRIES = 5
CODE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a confirmation that was asked for."""

    code_hash: str | None
    attempts: int
    expires_at: datetime


def hash_of_code(resident_id: UUID, channel: str, code: str) -> str:
    return hashlib.sha256(f"{resident_id} {channel} {code}".encode()).hexdigest()


def hash_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_right(asked: Asked, typed_hash: str) -> bool:
    return asked.code_hash is not None and hmac.compare_digest(asked.code_hash, typed_hash)


def must_be_open(asked: Asked | None, now: datetime) -> None:
    """Raises Invalid when there is nothing to confirm any more."""
    if asked is None or asked.expires_at <= now or asked.attempts >= MOST_TRIES:
        raise refused("code_over", "验证码已失效，请重新填写地址，再发一次。")


def refused(code: str, message: str) -> Invalid:
    return Invalid("confirmation_refused", message, fields=[FieldError("code", code, message)])
