"""Idempotency keys, the database's half: a claim on a key is written in the transaction of the change itself.

So a request that is sent twice changes things once, whatever dies when; `shared.web.idempotency` is the other half,
which keeps the first answer and gives it again. Draft: IETF httpapi idempotency-key-header.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from sqlalchemy import bindparam, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.database.tables import idempotency_keys


@dataclass(slots=True)
class Claim:
    """One request's claim on (actor, key). `request_hash` tells a repetition from another request with the same key."""

    actor: str
    key: str
    request_hash: str
    taken: bool = False


class ClaimedAlready(Exception):
    """Another request with this key got there first, while this one was under way."""


_NAMES = ("actor", "key", "request_hash")
_TAKE = insert(idempotency_keys).values({name: bindparam(name) for name in _NAMES})
"""Made once: composing it takes as long as sending it."""

_pending: ContextVar[Claim | None] = ContextVar("shequ_idempotency_claim", default=None)


@contextmanager
def pending(claim: Claim | None) -> Iterator[None]:
    token = _pending.set(claim)
    try:
        yield
    finally:
        _pending.reset(token)


def set_pending(claim: Claim | None) -> None:
    _pending.set(claim)


def pending_claim() -> Claim | None:
    return _pending.get()


def take_pending_claim(session: Session) -> None:
    """Writes the claim. Waits for another transaction with the same key and raises ClaimedAlready if that commits."""
    claim = _pending.get()
    if claim is None or claim.taken:
        return
    try:
        session.connection().execute(_TAKE, {name: getattr(claim, name) for name in _NAMES})
    except IntegrityError as error:
        raise ClaimedAlready(claim.key) from error
    claim.taken = True
