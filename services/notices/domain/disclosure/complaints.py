"""Complaints that something was not disclosed, or is not true (Art 35): checked by the office above, by a day."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from shared import areas
from shared.errors import Conflict, FieldError, Forbidden, Invalid
from shared.worded import Worded

DECIDE_DAYS = 30
"""Civil days from the complaint, whose own day is not counted. The law sets no number; places take thirty."""
ORDER_DAYS = 15
"""The longest that the office may give the committee to publish what it should have."""


class ComplaintKind(Worded):
    NOT_DISCLOSED = "not_disclosed", "应当公布而没有及时公布"
    UNTRUE = "untrue", "公布的事项不真实"


class ComplaintState(Worded):
    FILED = "filed", "待核实"
    INVESTIGATING = "investigating", "核实中"
    UPHELD = "upheld", "属实，已责令公布"  # publication was ordered
    REJECTED = "rejected", "不属实"
    CARRIED_OUT = "carried_out", "属实，已依法公布"  # what was ordered is published


OPEN = frozenset({ComplaintState.FILED, ComplaintState.INVESTIGATING})
DECIDED = frozenset(ComplaintState) - OPEN


def code_hash(code: str) -> str:
    """What is kept of the receipt that only the complainant has."""
    return hashlib.sha256(code.encode()).hexdigest()


def decide_by(filed_on: date) -> date:
    return filed_on + timedelta(days=DECIDE_DAYS)


def check_office(area: str | None) -> None:
    """Raises Forbidden for somebody of the community: the complaint is about them."""
    if area is not None and areas.level(area) == "community":
        raise Forbidden("office_above_needed", "对居务公开的反映由街道办事处或者区的主管部门核实，本社区人员不能办理。")


def must_be(state: ComplaintState, *needed: ComplaintState) -> None:
    if state not in needed:
        message = "这件反映“{state_name}”，现在不能办理这一步。"
        raise Conflict("complaint_step_impossible", message, state=state.value, state_name=state.zh)


def check_order(publish_by: date | None, *, upheld: bool, today: date) -> None:
    """Whoever finds a complaint true orders publication by a day (Art 35). Raises Invalid."""
    if upheld and (publish_by is None or not today <= publish_by <= today + timedelta(days=ORDER_DAYS)):
        facts = {"days": ORDER_DAYS}
        message = "反映属实的，须责令在{days}日以内依法公布，请写明期限。"
        fault = FieldError("publish_by", "order_missing", message, facts)
        raise Invalid("complaint_decision_invalid", "处理决定有误，请按提示修改。", fields=[fault])
