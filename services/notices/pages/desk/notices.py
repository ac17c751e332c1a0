"""Notices at the desk: written, edited, approved, published, taken down."""

from __future__ import annotations

from services.notices.domain.editions import EditionState, Settlement
from services.notices.domain.notice import TRANSITIONS, Kind, State, Step
from services.notices.pages.desk import office_templates
from services.notices.pages.desk.dues import Due
from services.notices.pages.desk.office_templates import FILL_IN, PREVIEW, write_with
from services.notices.store import editions, notices
from services.notices.store.office_templates import newest_templates
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Item, Section, Table

_RIGHTS = {
    Step.APPROVE: "notices:approve",
    Step.PUBLISH: "notices:approve",
    Step.TAKE_DOWN: "notices:approve",
    Step.WITHDRAW: "notices:write",
}
_HINTS = {Step.TAKE_DOWN: "还没有发给居民的不再发送，等着汇总发出的也一样；已经发出的收不回来。"}
_OF_DRAFTS, _SHOWN = "notices.edit", "notices.show"
_WAITING = "notices.schedule"
_AT_ONCE = "step.at_once"
_ATTACH = "attachments.add"


def _possible(code: str, item: Item) -> bool:
    """An emergency's draft may be published at once, and what hangs without approval is approved while it hangs."""
    state = State(item["state"])
    if code in {_OF_DRAFTS, FILL_IN}:
        return state is State.DRAFT and (item["template"] is not None) == (code == FILL_IN)
    if code == _ATTACH:
        return state is State.DRAFT
    if code == _WAITING:
        return state in {State.DRAFT, State.APPROVED}
    if code == _AT_ONCE:
        return state is State.DRAFT and item["kind"] == Kind.EMERGENCY
    step = Step(code.removeprefix("step."))
    late = step is Step.APPROVE and item["approve_by"] is not None and item["approver"] is None
    return (state, step) in TRANSITIONS or (late and state is State.PUBLISHED)


SECTIONS = (
    Section(
        "notices",
        "公告",
        (
            Table(
                "/api/v1/notices",
                (
                    Column("title", "标题", "notice"),
                    Column("kind", "类别", codes=Kind),
                    Column("state", "状态", codes=State),
                    Column("publish_at", "预定公布", "moment"),
                    Column("published_at", "公布时间", "moment"),
                    Column("display_until", "公示至"),
                    Column("writers", "撰写", "names"),
                    Column("approver", "审核"),
                ),
                query={"area": "{id}"},
                pages=True,
                find="search",
                find_title="按标题查找",
                id_name="notice_id",
                fills=(("version", "version"),),
                actions=(_OF_DRAFTS, FILL_IN, _ATTACH, _AT_ONCE, *(f"step.{step}" for step in _RIGHTS), _WAITING),
                show=_possible,
                about=("title",),
            ),
        ),
        ("notices.write", *map(write_with, newest_templates())),
        hint="点标题看公告的样子、附件、广播稿和海报，也在那里提出更正。",
    ),
    Section(
        "amendments",
        "更正",
        (
            Table(
                "/api/v1/editions",
                (
                    Column("title", "标题", "amended"),
                    Column("number", "版次"),
                    Column("state", "状态", codes=EditionState),
                    Column("reason", "理由"),
                    Column("writers", "撰写", "names"),
                    Column("approver", "审核"),
                    Column("published_at", "公布时间", "moment"),
                    Column("sha256", "校验码", "short"),
                ),
                query={"area": "{id}"},
                pages=True,
                id_name="edition_id",
                fills=(("version", "version"),),
                actions=("amendment.approve", "amendment.withdraw"),
                show=lambda _code, item: item["state"] == EditionState.PROPOSED,
                about=("title",),
            ),
        ),
        hint="更正由没有参与撰写的人审核，审核后马上公布，以前的文字留在更正记录里。",
    ),
)

ACTIONS = (
    Action("notices.write", "写公告", button="保存草稿", rows=3, preview=PREVIEW),
    *office_templates.ACTIONS,
    Action(_ATTACH, "添加附件", hint="PDF、JPEG、PNG、DOCX、XLSX 或 PPTX，最大10MB。", button="上传"),
    Action("attachments.remove", "删去附件", button="删去"),
    Action(
        "editions.amend",
        "提出更正",
        hint="理由会和更正一起公布。附件也要换的，提出后再添加。",
        button="提出",
        preview=PREVIEW,
        begins=_SHOWN,
    ),
    Action(
        "editions.settle",
        "审核更正",
        name="amendment.approve",
        hint="旧版还在发送的，停止发送旧版，改向同样的居民发送新版。",
        button="审核并公布",
        fixed={"settlement": Settlement.APPROVE},
        right="notices:approve",
    ),
    Action(
        "editions.settle",
        "作废更正",
        name="amendment.withdraw",
        button="作废",
        fixed={"settlement": Settlement.WITHDRAW},
        right="notices:write",
    ),
    Action("notices.edit", "修改", button="保存", preview=PREVIEW, begins=_SHOWN),
    Action(
        "notices.schedule",
        "预定公布和撤下的时间",
        hint="审核通过后到时自动公布。两项都不填，就由您亲手公布和撤下。",
        button="保存",
        begins=_SHOWN,
    ),
    Action(
        "notices.take",
        "马上公布（紧急）",
        hint="先公布，后审核：二十四小时内须由另一人审核。",
        name=_AT_ONCE,
        button="马上公布",
        fixed={"step": Step.PUBLISH},
        right="notices:write",
    ),
    *(
        Action(
            "notices.take",
            step.zh,
            name=f"step.{step}",
            hint=_HINTS.get(step, ""),
            button=step.zh,
            fixed={"step": step},
            right=right,
        )
        for step, right in _RIGHTS.items()
    ),
)

DUES = (
    Due("amendments", "待审核的更正", editions.proposed_by_area, scope="notices:approve"),
    Due("notices", "已公布、尚未审核的紧急通知", notices.unapproved_by_area, scope="notices:approve", urgent=True),
    Due("notices", "待审核的公告", notices.drafts_by_area, scope="notices:approve"),
)
