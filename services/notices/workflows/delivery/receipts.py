"""Receipts: what providers tell afterwards.

They may come late, twice, in any order, and before our own note of sending: a delivery keeps the weightiest of what was
ever told of it, and a receipt whose `ref` is not noted yet waits for it. Each provider is believed on what it carried
itself and on nothing else, whatever key it names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.notices.domain.delivery.keys import Key, read_key
from services.notices.domain.delivery.states import DeliveryState, weightier
from services.notices.providers.provider import Receipt
from services.notices.store.database import unit_of_work
from services.notices.store.delivery import messages, noting
from services.notices.store.delivery import receipts as store
from services.notices.store.delivery.noting import Change, Standing
from services.notices.store.delivery.receipts import Waiting
from services.notices.workflows.delivery.noting import write
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork

_WORKER = Actor.system("notices")
_ARRIVED = frozenset({DeliveryState.DELIVERED, DeliveryState.OPENED, DeliveryState.ACKNOWLEDGED})


@dataclass(frozen=True, slots=True)
class _Told:
    """Something that a provider told of a delivery, which was named by `key` or by the provider's own name."""

    provider: str
    delivery: int
    state: DeliveryState
    reason: str | None
    key: Key | None = None

    def concerns(self, found: Standing) -> bool:
        return self.provider == found.provider and self._names(found)

    def is_early(self, found: Standing) -> bool:
        """A worker has the delivery in hand; it may have passed it on to this provider and not have noted that yet."""
        return found.state is DeliveryState.QUEUED and self.provider != found.provider and self._names(found)

    def waiting(self) -> Waiting:
        return Waiting(self.provider, self.state, self.reason, key=str(self.key), delivery=self.delivery)

    def _names(self, found: Standing) -> bool:
        """A key names a campaign and a round, too: what failed in an earlier round has been sent anew since."""
        if self.key is None:
            return True
        return self.key.campaign == found.campaign_id and (self.key.round == found.round or self.state in _ARRIVED)


def apply_receipts(provider: str, receipts: Sequence[Receipt]) -> None:
    """Idempotent. A receipt that names nothing that we know is kept for a month, in case that we note it later."""
    refs = [receipt.ref for receipt in receipts if receipt.ref]
    with unit_of_work(_WORKER) as uow:
        deliveries = store.deliveries_by_ref(uow.session, provider, refs)
        persons = messages.by_ref(uow.session, provider, refs)
        told, unknown = list[_Told](), list[Waiting]()
        for receipt in receipts:
            state, ref = DeliveryState(receipt.fate), receipt.ref or ""
            if key := read_key(receipt.key):
                told.append(_Told(provider, key.delivery, state, receipt.reason, key))
            elif message := messages.id_of(receipt.key or "") or persons.get(ref):
                store.note_personal(uow.session, provider, message, state, receipt.reason)
            elif ref in deliveries:
                told += [_Told(provider, each, state, receipt.reason) for each in deliveries[ref]]
            elif ref:
                unknown.append(Waiting(provider, state, receipt.reason, ref))
        store.keep_waiting(uow.session, [*unknown, *_apply(uow, told)])


def apply_waiting() -> None:
    """Receipts that came before our own note of sending, when that is there."""
    with unit_of_work(_WORKER) as uow:
        taken = store.take_waiting(uow.session)
        told = [_Told(each.provider, id_, each.state, each.reason, read_key(each.key)) for id_, each in taken]
        store.keep_waiting(uow.session, _apply(uow, told))


def _apply(uow: UnitOfWork, told: Sequence[_Told]) -> list[Waiting]:
    """The answer is what has to wait."""
    mates = store.same_message(uow.session, {each.delivery for each in told if each.key})
    ids = {each.delivery for each in told}.union(*mates.values())
    standing = noting.lock(uow.session, ids)
    known = [(each, standing[each.delivery]) for each in told if each.delivery in standing]
    changes: dict[int, Change] = {}
    for each, found in known:
        if not each.concerns(found):
            continue
        carried = [standing[mate] for mate in mates.get(found.id, ()) if standing[mate].provider == each.provider]
        for about in (found, *carried):
            current = changes[about.id].state if about.id in changes else about.state
            if weightier(current, each.state) is not current:
                changes[about.id] = Change(about.id, each.state, error=None if each.state in _ARRIVED else each.reason)
    write(uow, standing, list(changes.values()))
    return [each.waiting() for each, found in known if each.is_early(found)]
