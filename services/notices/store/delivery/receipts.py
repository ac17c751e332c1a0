"""Finding the deliveries that receipts are about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from services.notices.domain.delivery.states import WEIGHTS, DeliveryState
from services.notices.store.tables import Delivery, PersonalMessage, WaitingReceipt


@dataclass(frozen=True, slots=True)
class ByRef:
    """What a provider told of a message by its own name for it."""

    ref: str
    state: DeliveryState
    reason: str | None


def deliveries_by_ref(session: Session, provider: str, refs: Collection[str]) -> dict[str, int]:
    if not refs:
        return {}
    query = select(Delivery.ref, Delivery.id).where(Delivery.provider == provider, Delivery.ref.in_(refs))
    return {ref: delivery for ref, delivery in session.execute(query) if ref is not None}


def sent_to(session: Session, resident: UUID, notice: UUID, edition: int) -> Sequence[int]:
    """What went out to a resident of an edition."""
    sent = [state.value for state in WEIGHTS if state.weight >= DeliveryState.SENT.weight]
    query = select(Delivery.id).where(
        Delivery.notice_id == notice,
        Delivery.edition == edition,
        Delivery.resident_id == resident,
        Delivery.state.in_(sent),
    )
    return session.scalars(query).all()


def note_personal(session: Session, message: UUID, state: DeliveryState, reason: str | None) -> None:
    lighter = [each.value for each in WEIGHTS if each.weight < state.weight]
    session.execute(
        update(PersonalMessage)
        .where(PersonalMessage.id == message, PersonalMessage.state.in_(lighter))
        .values(state=state, error=reason, claimed_until=None)
    )


def keep_waiting(session: Session, provider: str, receipts: Sequence[ByRef]) -> None:
    if receipts:
        session.execute(insert(WaitingReceipt), [{"provider": provider, **asdict(each)} for each in receipts])


_TAKE = text("""
DELETE FROM waiting_receipts w USING deliveries d
WHERE d.provider = w.provider AND d.ref = w.ref AND w.id = ANY(ARRAY(
    SELECT waiting.id FROM waiting_receipts waiting
    JOIN deliveries known ON known.provider = waiting.provider AND known.ref = waiting.ref
    ORDER BY waiting.id LIMIT 2000 FOR UPDATE OF waiting SKIP LOCKED))
RETURNING d.id, w.ref, w.state, w.reason
""")


def take_waiting(session: Session) -> list[tuple[int, ByRef]]:
    """Those whose `ref` has been noted meanwhile, each with its delivery."""
    taken = session.execute(_TAKE)
    return [(row.id, ByRef(row.ref, DeliveryState(row.state), row.reason)) for row in taken]
