"""A round of deliveries: for about a second, whatever is most urgent, in small batches.

Each batch is claimed in a transaction of its own before it is sent, and noted in another one afterwards. A worker that
dies in between leaves its claims, which the sweeper takes up when their lease is over. What is most urgent is asked
anew before each batch, so an emergency waits for one batch at most, and a pause or a cancellation holds at once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Hours, Lane, open_lanes
from services.notices.domain.delivery.outcome import Told
from services.notices.providers.provider import Outcome, Verdict
from services.notices.store.database import unit_of_work
from services.notices.store.delivery import choosing, claiming, messages, sweeping
from services.notices.store.delivery.claiming import Claimed
from services.notices.workflows.carriers import Grant, carriers
from services.notices.workflows.delivery import personal
from services.notices.workflows.delivery.holding import hold_back, starting_times
from services.notices.workflows.delivery.noting import Report, note
from services.notices.workflows.delivery.wording import Wording
from shared import clock
from shared.auth.actor import Actor

log = logging.getLogger(__name__)

WORKER = Actor.system("notices")

_SECONDS = 1.0
_BATCH = 500
_SLICE = 10_000  # residents looked at in one transaction: a fraction of a second
_LONGEST_REST = 5.0  # seconds; who rests longer is looked at again by the tick


@dataclass(slots=True)
class Round:
    """One round of one worker. `address` is the public address of the service, for the links in messages. It looks at
    these `lanes` only, and sends by these `channels` only."""

    address: str
    lease_seconds: float
    hours: Hours
    lanes: Sequence[Lane] = tuple(Lane)
    channels: Sequence[Channel] = tuple(Channel)
    _rests: dict[Channel, float] = field(default_factory=dict)

    def run(self) -> bool:
        """Whether there is more to do, now or within seconds."""
        wording, end = Wording(self.address), time.monotonic() + _SECONDS
        while (now := time.monotonic()) < end:
            if not self._step(wording):
                rests = [until - now for until in self._rests.values() if until > now]
                if not rests or min(rests) > _LONGEST_REST:
                    return False
                time.sleep(min(*rests, end - now))
        return True

    def _step(self, wording: Wording) -> bool:
        """The most urgent thing that there is to do; False when there is none that could be done at once."""
        if self._personal():
            return True
        lanes = open_lanes(clock.now(), self.hours)
        for lane in self.lanes:
            done = _choose(lane, self.hours)
            whole = lane is not Lane.DIGEST or not done  # a digest has all that waits for a resident
            if whole and lane in lanes and self._send(lane, wording):
                done = True
            if done:
                return True
        return False

    def _personal(self) -> bool:
        with unit_of_work(WORKER) as uow:
            due = [Channel(channel) for channel in messages.channels_due(uow.session)]
        for channel in filter(self._serves, due):
            if self._may(channel, personal.send_batch(channel, lease_seconds=self.lease_seconds)):
                return True
        return False

    def _send(self, lane: Lane, wording: Wording) -> bool:
        channels = [channel for channel in self.channels if self._serves(channel)]
        with unit_of_work(WORKER) as uow:
            turn = claiming.next_turn(uow.session, [lane], channels)
        if turn is None:
            return False
        grant = carriers.take(turn.channel, _BATCH)
        if not self._may(turn.channel, grant):
            return True  # another channel may have its turn
        with unit_of_work(WORKER) as uow:
            claimed = claiming.claim(
                uow.session, turn, count=grant.count, provider=grant.provider, lease_seconds=self.lease_seconds
            )
            if not claimed:  # others were faster
                self._rests[turn.channel] = time.monotonic() + 0.1
            claimed = hold_back(uow, claimed, lane, self.hours)
        self._carry(grant, claimed, wording)
        return True

    def _carry(self, grant: Grant, claimed: list[Claimed], wording: Wording) -> None:
        groups = claiming.bundles([each for each in claimed if each.address is not None])
        outcomes = carriers.send(grant, wording.messages(groups[: grant.count]))
        outcomes += [Outcome(Verdict.LATER)] * (len(groups) - len(outcomes))  # of digests, some are more than one
        reports = [_report(each, outcome) for group, outcome in zip(groups, outcomes, strict=True) for each in group]
        gone = [Report(each.id, each.claimed_until, Told.LEFT) for each in claimed if each.address is None]
        self._insist(lambda: _note([*reports, *gone]))

    def _insist(self, noting: Callable[[], None]) -> None:
        """What the provider said is known here only: it is noted as soon as the database is back, if that is within
        the lease. Else the sweeper finds the claims."""
        end = time.monotonic() + self.lease_seconds
        while True:
            try:
                return noting()
            except DBAPIError as error:
                if time.monotonic() > end:
                    raise
                log.warning("outcomes could not be noted yet", extra={"error": type(error).__name__})
                time.sleep(0.5)

    def _serves(self, channel: Channel) -> bool:
        return (
            channel in self.channels and carriers.serves(channel) and self._rests.get(channel, 0.0) <= time.monotonic()
        )

    def _may(self, channel: Channel, grant: Grant) -> bool:
        """Whether there is leave to send; else the channel rests."""
        if grant.count:
            self._rests.pop(channel, None)
            return True
        self._rests[channel] = time.monotonic() + max(grant.wait, 0.01)
        return False


def _report(claimed: Claimed, outcome: Outcome) -> Report:
    return Report(
        delivery=claimed.id,
        lease=claimed.claimed_until,
        told=Told(outcome.verdict),
        provider=outcome.provider or None,
        ref=outcome.ref,
        reason=outcome.reason,
        asked=outcome.wait,
    )


def _note(reports: list[Report]) -> None:
    with unit_of_work(WORKER) as uow:
        note(uow, reports)


def _choose(lane: Lane, hours: Hours) -> bool:
    """A slice of recipients of the lane's oldest campaign that has not all of them yet."""
    with unit_of_work(WORKER) as uow:
        campaign = sweeping.unchosen(uow.session, [lane.value])
        if campaign is None:
            return False
        meant, starts = choosing.meant(campaign, clock.today()), starting_times(campaign, hours)
        chosen = choosing.choose_slice(uow.session, campaign, meant, starts, _SLICE)
        campaign.chosen += chosen.count
        if chosen.count:
            campaign.chosen_area, campaign.chosen_number = chosen.area, chosen.number
        if chosen.count < _SLICE:
            campaign.chosen_at = clock.now()
        return True
