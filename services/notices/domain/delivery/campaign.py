"""A campaign's life, and what it must be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.notices.domain.delivery.channels import Channel, never_tried
from services.notices.domain.delivery.lanes import Lane
from services.notices.domain.notice import Kind, State
from shared.errors import Conflict, FieldError, Invalid
from shared.worded import Worded


class CampaignState(Worded):
    RUNNING = "running", "发送中"
    PAUSED = "paused", "已暂停"
    CANCELLED = "cancelled", "已取消"
    FINISHED = "finished", "已完成"


class StopReason(Worded):
    """Why a campaign was cancelled; what it had not sent yet ends with the same reason."""

    BY_HAND = "stopped_by_hand", "由工作人员取消"
    TAKEN_DOWN = "notice_taken_down", "公告已撤下"
    AMENDED = "notice_amended", "公告已更正，改发新版"


class CampaignStep(Worded):
    PAUSE = "pause", "暂停"
    RESUME = "resume", "继续"
    CANCEL = "cancel", "取消"


TRANSITIONS: dict[tuple[CampaignState, CampaignStep], CampaignState] = {
    (CampaignState.RUNNING, CampaignStep.PAUSE): CampaignState.PAUSED,
    (CampaignState.PAUSED, CampaignStep.RESUME): CampaignState.RUNNING,
    (CampaignState.RUNNING, CampaignStep.CANCEL): CampaignState.CANCELLED,
    (CampaignState.PAUSED, CampaignStep.CANCEL): CampaignState.CANCELLED,
}


def advance(state: CampaignState, step: CampaignStep) -> CampaignState:
    """Raises Conflict."""
    if (state, step) not in TRANSITIONS:
        message = "这次发送处于“{state_name}”，不能“{step_name}”。"
        raise Conflict(
            "step_out_of_order", message, state=state.value, state_name=state.zh, step=step.value, step_name=step.zh
        )
    return TRANSITIONS[state, step]


def check_notice(state: State) -> None:
    """What residents are told must be what hangs on the board. Raises Conflict."""
    if state is not State.PUBLISHED:
        message = "公告处于“{state_name}”，只有已公布的公告可以发送给居民。"
        raise Conflict("notice_not_published", message, state=state.value, state_name=state.zh)


def check_edition(campaigns: int, notices: int) -> None:
    """Words that were corrected since go to nobody any more. Raises Conflict."""
    if campaigns != notices:
        message = "公告已更正为第{edition}版，这次发送的是旧版，请发送新版。"
        raise Conflict("edition_outdated", message, edition=notices)


def check_plan(
    *,
    kind: Kind,
    lane: Lane,
    channels: Sequence[Channel],
    every_channel: bool,
    start: datetime,
    deadline: datetime,
    now: datetime,
) -> None:
    """Raises Invalid with every fault of the plan."""
    faults = []
    if len(set(channels)) != len(channels):
        faults.append(FieldError("channels", "channel_twice", "同一种送达方式只能选一次。"))
    elif not every_channel and (behind := never_tried(channels)):
        message = "“{sure}”不会失败，排在它后面的方式永远轮不到：请把“{sure}”放在最后，或者选“每种方式都发”。"
        facts = {"sure": channels[len(channels) - len(behind) - 1].zh}
        faults.append(FieldError("channels", "channel_never_tried", message, facts))
    if lane is Lane.EMERGENCY and kind.value != "emergency":
        faults.append(FieldError("lane", "not_an_emergency", "只有紧急通知可以用紧急通道，夜间也会发出。"))
    if deadline <= max(start, now):
        faults.append(FieldError("deadline", "deadline_too_early", "截止时间应晚于开始时间和现在。"))
    if faults:
        raise Invalid("campaign_invalid", "发送计划有误，请按提示修改。", fields=faults)
