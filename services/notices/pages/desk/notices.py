"""Notices at the desk: written, edited, approved, published, taken down."""

from __future__ import annotations

from services.notices.domain.notice import Kind, State, Step
from services.notices.pages.desk.dues import Due
from services.notices.store import notices
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Item, Section, Table

_STEPS = {
    Step.APPROVE: (State.DRAFT, "notices:approve"),
    Step.PUBLISH: (State.APPROVED, "notices:approve"),
    Step.TAKE_DOWN: (State.PUBLISHED, "notices:approve"),
    Step.WITHDRAW: (State.DRAFT, "notices:write"),
}
_STATES_OF = {f"step.{step}": state for step, (state, _) in _STEPS.items()} | {"notices.edit": State.DRAFT}


def _possible(code: str, item: Item) -> bool:
    return item["state"] == _STATES_OF[code]


SECTIONS = (
    Section(
        "notices",
        "公告",
        (
            Table(
                "/api/v1/notices",
                (
                    Column("title", "标题"),
                    Column("kind", "类别", codes=Kind),
                    Column("state", "状态", codes=State),
                    Column("published_at", "公布时间", "moment"),
                    Column("display_until", "公示至"),
                    Column("author", "作者"),
                ),
                query={"area": "{id}"},
                pages=True,
                id_name="notice_id",
                fills=(
                    ("title", "title"),
                    ("body", "body"),
                    ("title_en", "title_en"),
                    ("body_en", "body_en"),
                    ("version", "version"),
                ),
                actions=tuple(_STATES_OF),
                show=_possible,
                about=("title",),
            ),
        ),
        ("notices.write",),
    ),
)

ACTIONS = (
    Action("notices.write", "写公告", button="保存草稿", rows=3),
    Action("notices.edit", "修改", button="保存"),
    *(
        Action("notices.take", step.zh, name=f"step.{step}", button=step.zh, fixed={"step": step}, right=right)
        for step, (_, right) in _STEPS.items()
    ),
)

DUES = (Due("notices", "待审核的公告", notices.drafts_by_area, scope="notices:approve"),)
