"""Residents' own hours (R17): what is not for this hour of a resident's waits in the database until theirs begins.

A start is reckoned when recipients are chosen, and looked at again when a worker has claimed what is due: whatever is
tried again, falls back to another channel or comes late is held, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from services.notices.domain.delivery.lanes import Hours, Lane, goes_out
from services.notices.domain.residents.kinds import BestTime
from services.notices.store.delivery import claiming
from services.notices.store.delivery.claiming import Claimed
from services.notices.store.delivery.policy import policy
from services.notices.store.tables import Campaign
from services.notices.workflows.delivery.noting import until
from shared import clock
from shared.database.unit_of_work import UnitOfWork


def starting_times(campaign: Campaign, hours: Hours) -> Mapping[BestTime, datetime]:
    """From when a campaign's messages go out to residents of each time; by the turn of its first channel."""
    end, start = until(campaign, campaign.channels[0]), max(campaign.not_before, clock.now())
    found = {best: goes_out(Lane(campaign.lane), best, start, until=end, hours=hours) for best in BestTime}
    return {best: moment if moment > start else campaign.not_before for best, moment in found.items()}


def times_from_now(lane: Lane, hours: Hours) -> Mapping[BestTime, datetime]:
    """The same for a campaign that would start now, with as many days as its lane has."""
    now = clock.now()
    return {best: goes_out(lane, best, now, until=now + policy().times[lane], hours=hours) for best in BestTime}


def hold_back(uow: UnitOfWork, claimed: Sequence[Claimed], lane: Lane, hours: Hours) -> list[Claimed]:
    """In the transaction that claimed them: the answer is what goes out now. What goes out as one message waits only
    as long as all of it can."""
    now = clock.now()
    ends = {each: _end(uow, *each) for each in {(c.campaign_id, c.channel) for c in claimed if _may_wait(c, lane)}}
    held: dict[int, datetime] = {}
    for message in claiming.bundles(claimed):
        if _may_wait(message[0], lane):
            end = min(ends[each.campaign_id, each.channel] for each in message)
            start = goes_out(lane, BestTime(message[0].best_time), now, until=end, hours=hours)
            held |= {each.id: start for each in message if start > now}
    claiming.put_off(uow.session, held)
    return [each for each in claimed if each.id not in held]


def _may_wait(claimed: Claimed, lane: Lane) -> bool:
    return lane is not Lane.EMERGENCY and claimed.best_time != BestTime.ANY


def _end(uow: UnitOfWork, campaign: UUID, channel: str) -> datetime:
    return until(uow.session.get_one(Campaign, campaign), channel)
