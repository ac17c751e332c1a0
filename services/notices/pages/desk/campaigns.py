"""Sending at the desk: campaigns of a community, and one campaign followed live."""

from __future__ import annotations

from collections.abc import Mapping

from flask import g
from sqlalchemy import select

from services.notices.domain.delivery.campaign import TRANSITIONS, CampaignState, CampaignStep, StopReason
from services.notices.domain.delivery.channels import Channel, in_working_order
from services.notices.domain.delivery.lanes import Lane
from services.notices.domain.delivery.states import IN_VAIN, DeliveryState
from services.notices.domain.notice import State
from services.notices.domain.residents.kinds import BestTime
from services.notices.store.database import reading
from services.notices.store.tables import Notice
from services.notices.workflows.carriers import carriers
from shared.database.scope import within
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.parts import Column, Item, Link, Section, Table

_NEWEST = 100
_STEPS = {f"campaign.{step}": step for step in CampaignStep}
_STEP_WORDS = (
    ("暂停", "还没有发出的先不发，随时可以继续。已经交给服务商的收不回来。"),
    ("继续", "接着发还没有发出的。"),
    ("取消发送", "还没有发出的不再发，也不能恢复；要再发，请重新发起。已经交给服务商的收不回来。"),
)


def _possible(code: str, item: Item) -> bool:
    if code in _STEPS:
        return (CampaignState(item["state"]), _STEPS[code]) in TRANSITIONS
    return item["state"] != CampaignState.CANCELLED and item["in_vain"] != 0


def _sendable(ids: Ids) -> Mapping[str, Choices]:
    """The community's newest that hang, by their titles, and the channels on which this installation sends: in an order
    in which each that is ticked can have its turn."""
    wanted = (Notice.state == State.PUBLISHED, Notice.area == ids["area"], within(Notice.area, g.actor))
    with reading() as session:
        found = session.scalars(select(Notice).where(*wanted).order_by(Notice.published_at.desc()).limit(_NEWEST))
        titles = [(str(each.id), each.title) for each in found]
    ways = in_working_order([each for each in Channel if not each.needs_address or carriers.serves(each)])
    return {"notice_id": titles, "channels": [(each.value, each.zh) for each in ways]}


def _in_vain(_ids: Ids) -> Mapping[str, Choices]:
    return {"states": [(each.value, each.zh) for each in DeliveryState if each in IN_VAIN]}


_PROGRESS = (
    Column("state", "状态", codes=CampaignState),
    Column("stopped_for", "取消原因", codes=StopReason),
    Column("edition", "版次"),
    Column("audience_size", "发送对象（人）"),
    Column("waiting", "待完成"),
    Column("reached", "已送达"),
    Column("unopened", "在个人网页上，还没打开"),
    Column("in_vain", "未送达"),
)
_ACTIONS = (*_STEPS, "campaigns.try_again")

SECTIONS = (
    Section(
        "campaigns",
        "发送给居民",
        (
            Table(
                "/api/v1/campaigns",
                (
                    Column("title", "公告", "campaign"),
                    Column("lane", "通道", codes=Lane),
                    *_PROGRESS,
                    Column("created_at", "开始时间", "moment"),
                    Column("finished_at", "完成时间", "moment"),
                ),
                query={"area": "{id}"},
                pages=True,
                id_name="campaign_id",
                actions=_ACTIONS,
                show=_possible,
                about=("title",),
            ),
        ),
        hint="没有居民名册权限的，看到的数字舍去个位，不足10的不显示。",
        links=(Link("desk.send", "把公告发送给居民", "campaigns.start"),),
    ),
)

ONE = Section(
    "campaign",
    "发送进度",
    (
        Table(
            "/api/v1/campaigns/{id}",
            (
                Column("audience", "发给", "audience"),
                *_PROGRESS,
                Column("chosen", "已选定（人）"),
                Column("stuck", "中断后重试"),
                Column("maybe_twice", "可能收到两次"),
                Column("deadline", "截止时间", "moment"),
            ),
            title="总体",
            items="",
            id_name="campaign_id",
            actions=_ACTIONS,
            show=_possible,
            about=("title",),
        ),
        Table(
            "/api/v1/campaigns/{id}",
            (
                Column("channel", "送达方式", codes=Channel),
                Column("state", "状态", codes=DeliveryState),
                Column("count", "数量"),
            ),
            title="各送达方式",
            items="deliveries",
        ),
        Table(
            "/api/v1/campaigns/{id}/waiting",
            (
                Column("best_time", "居民方便的时间", codes=BestTime),
                Column("text", "人数"),
                Column("told_from", "从何时起告知", "moment"),
            ),
            title="等到居民方便时再发的",
        ),
        Table(
            "/api/v1/campaigns/{id}/failures",
            (
                Column("channel", "送达方式", codes=Channel),
                Column("state", "结果", codes=DeliveryState),
                Column("error", "原因"),
                Column("count", "数量"),
            ),
            title="未送达的原因",
        ),
        Table(
            "/api/v1/campaigns/{id}/deliveries",
            (
                Column("channel", "送达方式", codes=Channel),
                Column("state", "状态", codes=DeliveryState),
                Column("attempts", "次数"),
                Column("changed_at", "时间", "moment"),
                Column("error", "原因"),
                Column("maybe_twice", "可能收到两次", "yes"),
            ),
            title="每一条",
            scope="notices:residents:read",
            pages=True,
        ),
    ),
    hint="没有登记过所选送达方式的居民不会发到，也不算在未送达里：他们在告知情况的上门告知名单里。"
    "没有居民名册权限的，看到的数字舍去个位，不足10的不显示。",
    links=(Link("desk.coverage_page", "告知情况"),),
)
"""What the page of one campaign has."""

ACTIONS = (
    Action(
        "campaigns.start",
        "把公告发送给居民",
        button="开始发送",
        omitted=("audience",),
        choices=_sendable,
        labels={
            "notice_id": "要发送的公告",
            "channels": "送达方式",
            "every_channel": "每种方式都发",
            "only_unreached": "只发给还没有送达的居民",
            "lane": "通道",
            "target_share": "目标送达率（%）",
            "not_before": "最早什么时候发",
            "deadline": "最迟什么时候发完",
        },
    ),
    *(
        Action("campaigns.take", title, hint=hint, name=code, button=title, fixed={"step": step})
        for (code, step), (title, hint) in zip(_STEPS.items(), _STEP_WORDS, strict=True)
    ),
    Action(
        "campaigns.try_again",
        "重新发送未送达的",
        hint="不选结果的，未送达的都重新发送。",
        button="重新发送",
        choices=_in_vain,
        labels={"channel": "送达方式", "states": "哪些结果"},
    ),
)
