"""The reserve pool (后备干部人才库): stages in order, each earned by what the plan has shown (R8, R44)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from shared import areas
from shared.errors import Conflict, FieldError, Invalid, Missing
from shared.worded import Worded


class Stage(Worded):
    NOMINATED = "nominated", "推荐入库"
    ASSESSED = "assessed", "已测评"
    TRAINED = "trained", "已培训"
    PRACTISED = "practised", "已锻炼"
    READY = "ready", "可任用"
    IN_POST = "in_post", "已任职"
    WITHDRAWN = "withdrawn", "退出人才库"


BY_HAND = (Stage.ASSESSED, Stage.TRAINED, Stage.PRACTISED, Stage.READY)
"""Nomination is how somebody comes in; that they are in post follows from the roster."""

OVER = (Stage.IN_POST, Stage.WITHDRAWN)


class PlanKind(Worded):
    COURSE = "course", "培训课程"
    PLACEMENT = "placement", "实践锻炼"
    REVIEW = "review", "考核考察"


@dataclass(frozen=True, slots=True)
class PlanItem:
    """`passed` is what a review found."""

    kind: PlanKind
    due_on: date
    done_on: date | None = None
    passed: bool | None = None

    def overdue(self, today: date) -> bool:
        return self.done_on is None and self.due_on < today


def check_advance(now: Stage, to: Stage, plan: Iterable[PlanItem]) -> None:
    """One stage at a time, and only what the plan has shown. Raises Conflict with what is missing."""
    order = list(Stage)
    if now in OVER:
        raise Conflict("reserve_over", "这名后备人选已任职或已退出。")
    if order.index(to) != order.index(now) + 1:
        expected = order[order.index(now) + 1]
        message = "培养阶段须逐级推进：目前是“{now}”，下一阶段是“{next}”。"
        raise Conflict("stage_out_of_order", message, now=now.zh, next=expected.zh)
    if missing := list(_missing(to, list(plan))):
        raise Conflict("stage_not_earned", "还没有达到这一阶段的条件。", missing=missing)


def check_open(now: Stage) -> None:
    if now in OVER:
        raise Conflict("reserve_over", "这名后备人选已任职或已退出。")


def check_office(area: str) -> None:
    """Raises Invalid: a community keeps no pool of its own."""
    if areas.level(area) == "community":
        fault = FieldError("area", "area_no_office", "后备干部人才库由街道办事处或上级建立，请填写办事处的区划代码。")
        raise Invalid("reserve_invalid", "后备人选登记有误，请按提示修改。", fields=[fault])


def check_done(item: PlanItem, *, on: date, today: date, passed: bool | None) -> None:
    """Raises Conflict for what is done, Invalid for a day to come or a review without a verdict."""
    if item.done_on is not None:
        raise Conflict("plan_item_done", "这一项已经完成。")
    faults = []
    if on > today:
        faults.append(FieldError("done_on", "in_the_future", "日期不能晚于今天。"))
    if (item.kind is PlanKind.REVIEW) != (passed is not None):
        faults.append(FieldError("passed", "review_verdict", "考核应写明是否合格，其他项目不写。"))
    if faults:
        raise Invalid("plan_item_invalid", "计划项目有误，请按提示修改。", fields=faults)


def _missing(to: Stage, plan: list[PlanItem]) -> Iterator[Missing]:
    done = {item.kind for item in plan if item.done_on is not None and item.passed is not False}
    for stage, kind, code, message in _NEEDS:
        if stage is to and kind not in done:
            yield Missing(code, message)


_NEEDS = (
    (Stage.TRAINED, PlanKind.COURSE, "course_not_done", "培养计划中还没有完成的培训课程。"),
    (Stage.PRACTISED, PlanKind.PLACEMENT, "placement_not_done", "培养计划中还没有完成的实践锻炼。"),
    (Stage.READY, PlanKind.REVIEW, "review_not_passed", "还没有合格的考核考察。"),
)
