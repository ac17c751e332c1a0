"""The sweeper: what nobody holds any more is found, what is over is ended, and what is final is told."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import timedelta
from uuid import UUID

from services.notices.domain.delivery.campaign import CampaignState
from services.notices.domain.delivery.outcome import Told
from services.notices.domain.delivery.states import OPEN, DeliveryState
from services.notices.providers.figures import STUCK
from services.notices.store.database import reading, unit_of_work
from services.notices.store.delivery import counts, sweeping
from services.notices.store.delivery.noting import fall_back
from services.notices.store.tables import Campaign
from services.notices.workflows.delivery import personal, receipts
from services.notices.workflows.delivery.noting import WITHOUT_ADDRESS, Report, note, until
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

_WORKER = Actor.system("notices")
_KEPT = timedelta(days=30)
_BATCHES = 50  # of what is ended on one tick for one channel: the tick has others to serve


def sweep() -> None:
    """On each tick. Every part is a short transaction of its own."""
    _release()
    _end_what_is_over()
    receipts.apply_waiting()
    finish_campaigns()
    with unit_of_work(_WORKER) as uow:
        counts.add_up(uow.session)
        sweeping.purge(uow.session, clock.now() - _KEPT)


def _release() -> None:
    """Deliveries whose worker died are tried again as their provider allows; they are counted and told of."""
    with unit_of_work(_WORKER) as uow:
        stuck = sweeping.stuck(uow.session)
        for campaign, count in Counter(each.campaign_id for each in stuck).items():
            sweeping.count_stuck(uow.session, campaign, count)
        note(uow, [Report(each.id, each.claimed_until, Told.UNKNOWN, reason="worker lost") for each in stuck])
        found = len(stuck) + personal.release_stuck(uow)
    if found:
        STUCK.inc(found)
        log.warning("deliveries were stuck", extra={"deliveries": found})


def _end_what_is_over() -> None:
    with reading() as session:
        campaigns = sweeping.unfinished(session)
    now = clock.now()
    for campaign in campaigns:
        for channel in campaign.channels:
            if campaign.state == CampaignState.CANCELLED:
                _end_waiting(campaign, channel, DeliveryState.CANCELLED)
            elif until(campaign, channel) <= now:
                _end_waiting(campaign, channel, DeliveryState.EXPIRED)


def _end_waiting(campaign: Campaign, channel: str, state: DeliveryState) -> None:
    for _ in range(_BATCHES):
        with unit_of_work(_WORKER) as uow:
            ended = sweeping.end_waiting(uow.session, campaign.id, channel, state, reason=campaign.stopped_for)
            if state is DeliveryState.EXPIRED:
                fall_back(uow.session, ended, without_address=WITHOUT_ADDRESS)
        if len(ended) < sweeping.MOST:
            return


def finish_campaigns() -> None:
    """Those of which every delivery is final."""
    with reading() as session:
        campaigns = [each for each in sweeping.unfinished(session) if _is_over(each)]
        counted = counts.counts(session, [each.id for each in campaigns])
    for campaign in campaigns:
        if not counts.among(counted[campaign.id], OPEN):
            _finish(campaign.id)


def _is_over(campaign: Campaign) -> bool:
    """Nothing more will be added to it by choosing."""
    return (
        campaign.chosen_at is not None or campaign.state == CampaignState.CANCELLED or campaign.deadline < clock.now()
    )


def _finish(campaign_id: UUID) -> None:
    with unit_of_work(_WORKER) as uow:
        campaign = sweeping.campaign_for_update(uow.session, campaign_id)
        if campaign is None or not _is_over(campaign):
            return
        cancelled = campaign.state == CampaignState.CANCELLED
        counted = counts.counts(uow.session, [campaign_id])[campaign_id]
        if counts.among(counted, OPEN) or (not cancelled and sweeping.awaits_receipts(uow.session, campaign_id)):
            return
        campaign.finished_at = clock.now()
        campaign.state = CampaignState.CANCELLED if cancelled else CampaignState.FINISHED
        _tell(uow, campaign, counted)


def _tell(uow: UnitOfWork, campaign: Campaign, counted: list[counts.Count]) -> None:
    facts = {
        "campaign_id": campaign.id,
        "notice_id": campaign.notice_id,
        "edition": campaign.edition,
        "outcome": campaign.state,
        "residents": campaign.audience_size,
        "target_share": campaign.target_share,
        "deliveries": counted,
        "maybe_twice": counts.maybe_twice(uow.session, [campaign.id])[campaign.id],
        "stopped_for": campaign.stopped_for,
    }
    subject = f"notices/{campaign.notice_id}"
    uow.emit("notices.campaign_finished.v1", subject=subject, area=campaign.area, data=facts)
