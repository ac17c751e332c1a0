"""Campaigns: started for a notice, paused, resumed, cancelled, and what ended in vain sent again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.notices.domain.delivery.campaign import (
    CampaignState,
    CampaignStep,
    StopReason,
    advance,
    check_edition,
    check_notice,
    check_plan,
)
from services.notices.domain.delivery.channels import Channel, in_working_order
from services.notices.domain.delivery.lanes import Lane
from services.notices.domain.delivery.states import IN_VAIN, DeliveryState
from services.notices.domain.notice import Kind, State
from services.notices.domain.residents.audience import EVERYONE
from services.notices.store import notices
from services.notices.store.database import unit_of_work
from services.notices.store.delivery import campaigns, choosing
from services.notices.store.delivery.policy import policy
from services.notices.store.tables import Campaign, Notice
from services.notices.workflows.carriers import carriers
from services.notices.workflows.delivery.calling import call_round
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Plan:
    """How a notice is to go out. `audience` is a rule, None is everyone; without `lane` that of the policy for the
    notice's kind holds, without `deadline` that of the lane."""

    channels: Sequence[Channel]
    every_channel: bool = False
    only_unreached: bool = False
    audience: Mapping[str, Any] | None = None
    lane: Lane | None = None
    target_share: int | None = None
    not_before: datetime | None = None
    deadline: datetime | None = None


def start_campaign(actor: Actor, notice_id: UUID, plan: Plan) -> Campaign:
    """Raises Conflict for a notice that does not hang and for an audience that nobody is in or can be reached in: then
    nothing has been started."""
    actor.must_have("notices:send")
    with unit_of_work(actor) as uow:
        notice = notices.notice(uow.session, actor, notice_id, lock=True)
        check_notice(State(notice.state))
        carriers.must_serve(plan.channels)
        return begin_campaign(uow, notice, plan)


def start_by_policy(uow: UnitOfWork, notice: Notice) -> Campaign | None:
    """In the transaction that publishes a notice or its amendment. What whoever asked for the notice wishes comes
    before the policy. None where neither has anything, no provider serves the channels, or nobody is registered who
    could be reached."""
    asked, wished = policy().kinds.get(notice.kind), notice.delivery or {}
    named = [Channel(each) for each in wished.get("channels", ())] or (asked.channels if asked else ())
    # Whoever asks by an event is not there to be refused. The wish is “this one first, else that one”, and sending by
    # each would cost what nobody asked for: so the channels get an order in which each can have its turn.
    served = [each for each in named if not each.needs_address or carriers.serves(each)]
    channels = in_working_order(served)
    if not channels:
        return None
    plan = Plan(
        channels=channels,
        every_channel=asked.every_channel if asked else False,
        audience=wished.get("audience"),
        target_share=wished.get("target_share"),
    )
    uow.session.add(notice)
    made = _campaign(uow, notice, plan)
    if not choosing.reaches_anybody(uow.session, made.channels, choosing.meant(made, clock.today())):
        return None
    return _begin(uow, made)


def stop_campaigns(uow: UnitOfWork, notice: Notice) -> None:
    """In the transaction that takes the notice down. Nothing more of it is claimed after the commit; what was given to
    a provider before cannot be called back."""
    for found in campaigns.under_way(uow.session, notice.id):
        _stop(uow, found, StopReason.TAKEN_DOWN)


def start_anew(uow: UnitOfWork, notice: Notice) -> None:
    """In the transaction that publishes an amendment: nobody is sent the old words any more. Those whom a campaign
    under way was meant for are told the new ones, also who had the old ones from it, by the policy or else by the same
    plan; a paused one stays paused."""
    outdated = campaigns.under_way(uow.session, notice.id)
    paused = {each.id for each in outdated if each.state == CampaignState.PAUSED}
    for each in outdated:
        _stop(uow, each, StopReason.AMENDED)
    if start_by_policy(uow, notice):
        return
    for each in outdated:
        if each.deadline > clock.now():
            made = _begin(uow, _campaign(uow, notice, _plan_of(each)))
            made.state = CampaignState.PAUSED if each.id in paused else CampaignState.RUNNING


def take_campaign_step(actor: Actor, campaign_id: UUID, step: CampaignStep) -> Campaign:
    """Holds before the next batch; what has been given to a provider cannot be called back."""
    actor.must_have("notices:send")
    with unit_of_work(actor) as uow:
        found = campaigns.campaign(uow.session, actor, campaign_id, lock=True)
        before = CampaignState(found.state)
        found.state = advance(before, step)
        if step is CampaignStep.CANCEL:
            found.stopped_for = StopReason.BY_HAND
        if step is CampaignStep.RESUME:
            _call(uow, found)
        _record(uow, found, f"{step}_campaign", before={"state": before}, after={"state": found.state})
        return found


def try_again(actor: Actor, campaign_id: UUID, *, states: Sequence[DeliveryState], channel: Channel | None) -> int:
    """Sends what ended in vain anew, with a new deadline; the answer is how many. Raises Conflict when there is none,
    or the notice no longer hangs in the words of the campaign. A campaign that was finished runs again."""
    actor.must_have("notices:send")
    with unit_of_work(actor) as uow:
        notice_id = campaigns.campaign(uow.session, actor, campaign_id).notice_id
        notice = notices.notice(uow.session, actor, notice_id, lock=True)
        found = campaigns.campaign(uow.session, actor, campaign_id, lock=True)
        if found.state == CampaignState.CANCELLED:
            raise Conflict("campaign_cancelled", "这次发送已取消，请重新发起。")
        check_notice(State(notice.state))
        check_edition(found.edition, notice.edition)
        wanted = [state for state in states if state in IN_VAIN] or sorted(IN_VAIN)
        count = campaigns.try_again(uow.session, found.id, wanted, channel)
        if not count:
            raise Conflict("nothing_to_try_again", "没有需要重新发送的记录。")
        found.deadline = max(found.deadline, clock.now() + policy().times[Lane(found.lane)])
        if found.state == CampaignState.FINISHED:
            found.state, found.finished_at = CampaignState.RUNNING, None
        _call(uow, found)
        _record(uow, found, "try_deliveries_again", after={"deliveries": count, "states": [*wanted]})
        return count


def begin_campaign(uow: UnitOfWork, notice: Notice, plan: Plan) -> Campaign:
    """Raises as `start_campaign` does for a plan that cannot be carried out."""
    made = _campaign(uow, notice, plan)
    check_plan(
        kind=Kind(notice.kind),
        lane=Lane(made.lane),
        channels=plan.channels,
        every_channel=plan.every_channel,
        start=made.not_before,
        deadline=made.deadline,
        now=clock.now(),
    )
    meant = choosing.meant(made, clock.today())
    if not choosing.audience_size(uow.session, meant):
        raise Conflict("audience_empty", "没有居民符合发送对象的条件，请修改条件或先导入居民名册。")
    if not choosing.reaches_anybody(uow.session, made.channels, meant):
        raise Conflict("audience_unreachable", "发送对象中没有居民登记过所选的送达方式，请改选送达方式。")
    return _begin(uow, made)


def _campaign(uow: UnitOfWork, notice: Notice, plan: Plan) -> Campaign:
    asked = policy().kinds.get(notice.kind)
    lane = plan.lane or (asked.lane if asked else Lane.ORDINARY)
    now = clock.now()
    start = max(plan.not_before or now, now)
    return Campaign(
        id=new_id(),
        notice_id=notice.id,
        edition=notice.edition or 1,
        number=campaigns.next_number(uow.session, notice.id, notice.edition or 1),
        area=notice.area,
        audience=dict(EVERYONE if plan.audience is None else plan.audience),
        channels=[channel.value for channel in plan.channels],
        every_channel=plan.every_channel,
        only_unreached=plan.only_unreached,
        lane=lane,
        state=CampaignState.RUNNING,
        target_share=plan.target_share if plan.target_share is not None else asked and asked.target_share,
        not_before=start,
        deadline=plan.deadline or start + policy().times[lane],
        chosen=0,
        chosen_area="",
        chosen_number="",
        stuck=0,
        started_by=uow.actor.subject,
        created_at=now,
    )


def _plan_of(found: Campaign) -> Plan:
    return Plan(
        channels=[Channel(each) for each in found.channels],
        every_channel=found.every_channel,
        only_unreached=found.only_unreached,
        audience=found.audience,
        lane=Lane(found.lane),
        target_share=found.target_share,
        not_before=found.not_before,
        deadline=found.deadline,
    )


def _stop(uow: UnitOfWork, found: Campaign, reason: StopReason) -> None:
    """Nobody claims or chooses for a cancelled campaign; the sweeper ends what waits."""
    before = found.state
    found.state, found.stopped_for = CampaignState.CANCELLED, reason
    after = {"state": found.state, "stopped_for": reason}
    _record(uow, found, "stop_campaign", before={"state": before}, after=after)


def _begin(uow: UnitOfWork, made: Campaign) -> Campaign:
    made.audience_size = choosing.audience_size(uow.session, choosing.meant(made, clock.today()))
    uow.session.add(made)
    facts = {
        "campaign_id": made.id,
        "notice_id": made.notice_id,
        "edition": made.edition,
        "lane": made.lane,
        "channels": made.channels,
        "residents": made.audience_size,
        "target_share": made.target_share,
    }
    uow.emit("notices.campaign_started.v1", subject=f"notices/{made.notice_id}", area=made.area, data=facts)
    _call(uow, made)
    _record(uow, made, "start_campaign", after={**facts, "audience": made.audience})
    return made


def _call(uow: UnitOfWork, found: Campaign) -> None:
    call_round(uow, found.area, urgent=found.lane == Lane.EMERGENCY)


def _record(uow: UnitOfWork, found: Campaign, action: str, **states: Any) -> None:
    uow.record(action, subject=f"campaigns/{found.id}", area=found.area, **states)
