"""Chooses who carries messages of a channel, keeps to their rates and leaves alone those that are broken.

The delivery pipeline first asks how many messages may go out (`take`), claims so many rows, and sends them (`send`):
what has no room is not even claimed.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from services.notices.domain.delivery import circuit
from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.circuit import Circuit
from services.notices.providers.arranged import Arranged
from services.notices.providers.figures import CIRCUIT_OPEN, MESSAGES
from services.notices.providers.provider import Message, Outcome, Verdict
from services.notices.store import provider_conditions
from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import ProviderCondition
from shared import clock
from shared.auth.actor import Actor
from shared.errors import FieldError, Invalid

log = logging.getLogger(__name__)

_UNAVAILABLE = "{channel}尚未开通：本系统没有配置这种方式的服务商。"
_WORKER = Actor(subject="notices:carriers", area=None)


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave to send so many messages by this provider; if none, ask again after `wait` seconds. `troubled`: its last
    messages failed, so that a success is news."""

    channel: Channel
    provider: str
    count: int
    wait: float = 0.0
    troubled: bool = False


class Carriers:
    """All of an installation, made at import and arranged when a process starts."""

    def __init__(self, arranged: Sequence[Arranged] = ()) -> None:
        self.arrange(arranged)

    def arrange(self, arranged: Sequence[Arranged]) -> None:
        ordered = sorted(arranged, key=lambda each: (each.provider.channel, each.priority))
        self.by_name = {each.provider.name: each for each in ordered}
        self._of_channel = {
            channel: [each.provider.name for each in group]
            for channel, group in groupby(ordered, key=lambda each: each.provider.channel)
        }

    def serves(self, channel: Channel) -> bool:
        return channel in self._of_channel

    def must_serve(self, channels: Sequence[Channel]) -> None:
        """Raises Invalid for whoever starts a campaign on a channel on which this installation has no provider."""
        faults = [
            FieldError(f"channels.{number}", "channel_unavailable", _UNAVAILABLE, {"channel": channel.zh})
            for number, channel in enumerate(channels)
            if channel.needs_address and not self.serves(channel)
        ]
        if faults:
            raise Invalid("channel_unavailable", "有的送达方式尚未开通，请改选，或请管理员配置。", fields=faults)

    def keeps_keys(self, channel: Channel) -> bool:
        """Whether a message whose fate is unknown can be sent again on this channel without arriving twice: its one
        provider keeps keys. A second provider knows nothing of what the first may have taken."""
        providers = [self.by_name[name].provider for name in self._of_channel.get(channel, ())]
        return len(providers) == 1 and providers[0].keeps_keys

    def secret(self, provider: str) -> bytes | None:
        """What its reports are signed with."""
        known = self.by_name.get(provider)
        return known.secret if known else None

    def gives_receipts(self, provider: str) -> bool:
        known = self.by_name.get(provider)
        return known is not None and known.provider.receipts

    def told(self) -> list[dict[str, Any]]:
        """Each provider with what all workers know of it."""
        with reading() as session:
            rows, now = provider_conditions.all_of_them(session), clock.now()
            return [_told(each, rows.get(name), now) for name, each in self.by_name.items()]

    def take(self, channel: Channel, at_most: int) -> Grant:
        """Leave for some messages by the first provider that works and has room now. Raises LookupError when the
        channel has no provider at all (see `serves`)."""
        waiting: list[Grant] = []
        for name in self._of_channel[channel]:
            grant = self._take(name, at_most)
            if grant.count:
                return grant
            waiting.append(grant)
        return min(waiting, key=lambda grant: grant.wait)

    def send(self, grant: Grant, messages: Sequence[Message]) -> list[Outcome]:
        """One outcome for each message, in their order; at most `grant.count` of them, and none gives the leave back.
        What a broken provider has not taken over goes to the next one at once; what it may have does not."""
        outcomes = self._send(grant, messages)
        for name in self._of_channel[grant.channel]:
            left = [number for number, outcome in enumerate(outcomes) if _can_be_passed_on(outcome)]
            if left and name != grant.provider:
                other = self._take(name, len(left))
                passed_on = left[: other.count]
                again = self._send(other, [messages[number] for number in passed_on])
                for number, outcome in zip(passed_on, again, strict=True):
                    outcomes[number] = outcome
        return outcomes

    def _take(self, name: str, wanted: int) -> Grant:
        arranged = self.by_name[name]
        wanted = min(wanted, arranged.provider.batch)
        with unit_of_work(_WORKER) as uow:
            row, now = provider_conditions.locked(uow.session, name, full=arranged.burst)
            before = provider_conditions.condition(row)
            taken = circuit.take(before, wanted, now, rate=arranged.rate, burst=arranged.burst)
            provider_conditions.keep(row, taken.condition)
            troubled = before.failures > 0 or before.open_until is not None
        CIRCUIT_OPEN.labels(name).set(before.circuit(now) is not Circuit.CLOSED)
        return Grant(arranged.provider.channel, name, taken.count, taken.wait, troubled)

    def _send(self, grant: Grant, messages: Sequence[Message]) -> list[Outcome]:
        sent = self.by_name[grant.provider].provider.send(messages) if messages else []
        outcomes = [replace(outcome, provider=grant.provider) for outcome in sent]
        for verdict, count in Counter(outcome.verdict for outcome in outcomes).items():
            MESSAGES.labels(grant.provider, verdict).inc(count)
        self._settle(grant, outcomes)
        return outcomes

    def _settle(self, grant: Grant, outcomes: Sequence[Outcome]) -> None:
        """Gives back what was not used and notes whether the provider works; nothing is written when all went well."""
        unused = grant.count - len(outcomes)
        broken = next((outcome for outcome in outcomes if outcome.outage), None)
        if not (unused or broken or grant.troubled):
            return
        arranged = self.by_name[grant.provider]
        with unit_of_work(_WORKER) as uow:
            row, now = provider_conditions.locked(uow.session, grant.provider, full=arranged.burst)
            after = provider_conditions.condition(row)
            if unused:
                after = circuit.give_back(after, unused, burst=arranged.burst)
            if broken:
                after = circuit.failed(after, now, asked=broken.wait)
                row.reason, row.changed_at = broken.reason, now
                log.warning("provider failed", extra={"provider": grant.provider, "failures": after.failures})
            elif outcomes and after.failures:
                after = circuit.worked(after)
                row.reason, row.changed_at = None, now
                log.info("provider works again", extra={"provider": grant.provider})
            provider_conditions.keep(row, after)
        CIRCUIT_OPEN.labels(grant.provider).set(after.circuit(now) is not Circuit.CLOSED)


def _told(arranged: Arranged, row: ProviderCondition | None, now: datetime) -> dict[str, Any]:
    circuit_now = provider_conditions.condition(row).circuit(now) if row else Circuit.CLOSED
    return {
        "name": arranged.provider.name,
        "kind": arranged.kind,
        "channel": arranged.provider.channel.value,
        "priority": arranged.priority,
        "rate": arranged.rate,
        "circuit": circuit_now.value,
        "failures": row.failures if row else 0,
        "reason": row.reason if row else None,
        "open_until": row.open_until if row else None,
    }


def _can_be_passed_on(outcome: Outcome) -> bool:
    return outcome.verdict is Verdict.LATER and outcome.outage


carriers = Carriers()
