"""The community's mark at the desk: begun, designs read, voted on, decided."""

from __future__ import annotations

from services.notices.domain.consultations import EntryState
from services.notices.domain.marks import TRANSITIONS, MarkState, MarkStep
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Item, Section, Table

_STEPS = {f"mark.{step}": step for step in MarkStep}
_SHOW, _HIDE = "design.show", "design.hide"


def _possible(code: str, item: Item) -> bool:
    return (MarkState(item["state"]), _STEPS[code]) in TRANSITIONS


def _readable(code: str, item: Item) -> bool:
    return bool(item["state"] != (EntryState.SHOWN if code == _SHOW else EntryState.HIDDEN))


SECTIONS = (
    Section(
        "mark",
        "社区标志",
        (
            Table(
                "/api/v1/mark-contests",
                (Column("title", "标题"), Column("state", "状态", codes=MarkState)),
                query={"area": "{id}"},
                pages=True,
                id_name="contest_id",
                actions=tuple(_STEPS),
                show=_possible,
                about=("title",),
            ),
            Table(
                "/api/v1/mark-designs",
                (
                    Column("title", "作品说明"),
                    Column("name", "署名"),
                    Column("state", "状态", codes=EntryState),
                    Column("sha256", "校验码", "short"),
                ),
                title="作品",
                query={"area": "{id}"},
                pages=True,
                id_name="design_id",
                actions=(_SHOW, _HIDE),
                show=_readable,
                about=("title",),
            ),
        ),
        ("marks.start",),
        hint="先征集作品，看过后公开，再由居民每人投一票；投票时不显示票数。",
    ),
)

ACTIONS = (
    Action("marks.start", "发起标志评选", button="保存草稿"),
    *(Action("marks.take", step.zh, name=code, button=step.zh, fixed={"step": step}) for code, step in _STEPS.items()),
    Action("marks.moderate", "公开", name=_SHOW, button="公开", fixed={"shown": True}, omitted=("reason",)),
    Action(
        "marks.moderate",
        "不公开",
        name=_HIDE,
        button="不公开",
        fixed={"shown": False},
        labels={"reason": "不公开的理由"},
    ),
)
