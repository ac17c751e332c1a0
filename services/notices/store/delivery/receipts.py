"""Finding the deliveries that receipts are about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session, aliased

from services.notices.domain.delivery.states import WEIGHTS, DeliveryState
from services.notices.store.tables import Delivery, PersonalMessage, WaitingReceipt


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a provider told of a message by its own name for it, or by our key of a delivery."""

    provider: str
    state: DeliveryState
    reason: str | None
    ref: str | None = None
    key: str | None = None
    delivery: int | None = None


def deliveries_by_ref(session: Session, provider: str, refs: Collection[str]) -> dict[str, list[int]]:
    """Several of one name went out as one message."""
    query = select(Delivery.ref, Delivery.id).where(Delivery.provider == provider, Delivery.ref.in_(refs))
    found: dict[str, list[int]] = {}
    for ref, delivery in session.execute(query) if refs else ():
        found.setdefault(ref or "", []).append(delivery)
    return found


def same_message(session: Session, deliveries: Collection[int]) -> dict[int, list[int]]:
    """By delivery, the others that went out in the same message."""
    first, other = aliased(Delivery), aliased(Delivery)
    together = (first.bundle == other.bundle) & (first.id != other.id)
    query = select(first.id, other.id).where(first.id.in_(deliveries), together)
    found: dict[int, list[int]] = {}
    for delivery, another in session.execute(query) if deliveries else ():
        found.setdefault(delivery, []).append(another)
    return found


def note_personal(session: Session, provider: str, message: UUID, state: DeliveryState, reason: str | None) -> None:
    lighter = [each.value for each in WEIGHTS if each.weight < state.weight]
    session.execute(
        update(PersonalMessage)
        .where(PersonalMessage.id == message, PersonalMessage.provider == provider, PersonalMessage.state.in_(lighter))
        .values(state=state, error=reason, claimed_until=None)
    )


def keep_waiting(session: Session, receipts: Sequence[Waiting]) -> None:
    if receipts:
        session.execute(insert(WaitingReceipt), [asdict(each) for each in receipts])


_TAKE = text("""
WITH taken AS (
    DELETE FROM waiting_receipts WHERE id = ANY(ARRAY(
        SELECT waiting.id FROM waiting_receipts waiting
        WHERE EXISTS (SELECT FROM deliveries d WHERE d.provider = waiting.provider AND d.ref = waiting.ref)
           OR EXISTS (SELECT FROM deliveries d WHERE d.provider = waiting.provider AND d.id = waiting.delivery)
        ORDER BY waiting.id LIMIT 2000 FOR UPDATE SKIP LOCKED))
    RETURNING provider, state, reason, ref, key, delivery
)
SELECT d.id, taken.* FROM taken JOIN deliveries d ON d.provider = taken.provider AND d.ref = taken.ref
UNION ALL
SELECT delivery, taken.* FROM taken WHERE delivery IS NOT NULL
""")


def take_waiting(session: Session) -> list[tuple[int, Waiting]]:
    """Those of which it has been noted meanwhile that their provider carried the message, each with its delivery."""
    return [
        (row[0], Waiting(row.provider, DeliveryState(row.state), row.reason, row.ref, row.key, row.delivery))
        for row in session.execute(_TAKE)
    ]
