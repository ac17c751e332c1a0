"""Notes what became of deliveries, and what follows from it: another try, the next channel, an address out of use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notices.domain.delivery.campaign import CampaignState
from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Lane
from services.notices.domain.delivery.outcome import Attempt, Next, Told, after, settled
from services.notices.domain.delivery.states import IN_VAIN, DeliveryState
from services.notices.domain.delivery.trying import Term, jitter_of
from services.notices.store.delivery import noting
from services.notices.store.delivery.noting import Change, Standing
from services.notices.store.tables import Campaign
from services.notices.workflows.carriers import carriers
from shared import clock
from shared.database.unit_of_work import UnitOfWork

WITHOUT_ADDRESS = [channel.value for channel in Channel if not channel.needs_address]


@dataclass(frozen=True, slots=True)
class Report:
    """What a worker has to tell of a delivery; `lease` is the one under which it held it."""

    delivery: int
    lease: datetime | None
    told: Told
    provider: str | None = None
    ref: str | None = None
    reason: str | None = None
    asked: float | None = None


def note(uow: UnitOfWork, reports: Sequence[Report]) -> None:
    standing = noting.lock(uow.session, [report.delivery for report in reports])
    campaigns = _campaigns(uow, standing.values())
    now = clock.now()  # one moment: what went out together is tried again together
    changes = (_change(report, standing[report.delivery], campaigns, now) for report in reports)
    write(uow, standing, [change for change in changes if change])


def write(uow: UnitOfWork, standing: Mapping[int, Standing], changes: Sequence[Change]) -> None:
    """With what follows from those that have just ended in vain."""
    noting.write(uow.session, changes)
    ended = [each for each in changes if each.state in IN_VAIN and standing[each.id].state is not each.state]
    noting.fall_back(uow.session, [each.id for each in ended], without_address=WITHOUT_ADDRESS)
    bounced = [each.id for each in ended if each.state is DeliveryState.BOUNCED]
    noting.mark_bounced(uow.session, bounced)


def until(campaign: Campaign, channel: str) -> datetime:
    """The end of the channel's turn."""
    if campaign.every_channel:
        return campaign.deadline
    term = Term(campaign.not_before, campaign.deadline)
    return term.channel_until(campaign.channels.index(channel), len(campaign.channels))


def _change(report: Report, standing: Standing, campaigns: Mapping[UUID, Campaign], now: datetime) -> Change | None:
    campaign = campaigns[standing.campaign_id]
    following = _next(report, standing, campaign, now)
    state = settled(standing.state, following.state, ours=standing.claimed_until == report.lease)
    about = (report.provider, report.ref)
    if state is not None:
        reason = campaign.stopped_for if state is DeliveryState.CANCELLED else report.reason
        return Change(report.delivery, state, following.due_at, *about, reason, following.maybe_twice)
    if report.ref and not standing.ref:  # a receipt by our key was faster; others will come by the provider's name
        return Change(report.delivery, standing.state, None, *about)
    return None


def _next(report: Report, standing: Standing, campaign: Campaign, now: datetime) -> Next:
    provider = report.provider or standing.provider or ""
    attempt = Attempt(
        now=now,
        lane=Lane(campaign.lane),
        attempts=standing.attempts,
        until=until(campaign, standing.channel),
        jitter=jitter_of(standing.bundle or standing.id, standing.attempts),
        keeps_keys=carriers.keeps_keys(Channel(standing.channel)),
        receipts=carriers.gives_receipts(provider),
        maybe_twice=standing.maybe_twice,
        asked=report.asked,
        stopped=campaign.state == CampaignState.CANCELLED,
    )
    return after(report.told, attempt)


def _campaigns(uow: UnitOfWork, standing: Iterable[Standing]) -> dict[UUID, Campaign]:
    ids = {each.campaign_id for each in standing}
    return {campaign: uow.session.get_one(Campaign, campaign) for campaign in ids}
