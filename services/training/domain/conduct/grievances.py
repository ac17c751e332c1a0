"""Grievances of cadres (R32): what they complain of, to whom, and by when they are owed an answer."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from shared import areas
from shared.errors import Conflict, Forbidden
from shared.worded import Worded

ACCEPT_DAYS = 5
ANSWER_DAYS = 30
"""Civil days from the filing, whose own day is not counted (民法典 Art 201)."""


class GrievanceKind(Worded):
    PAY = "pay", "报酬待遇"
    INSURANCE = "insurance", "社会保险"
    WORKLOAD = "workload", "工作量"
    TREATMENT = "treatment", "受到的对待"
    APPRAISAL = "appraisal", "评议考核"
    OTHER = "other", "其他"


class GrievanceState(Worded):
    FILED = "filed", "待受理"
    ACCEPTED = "accepted", "办理中"
    DECLINED = "declined", "不予受理"  # not a matter for this channel: the note says where to turn
    ANSWERED = "answered", "已答复"


def code_hash(code: str) -> str:
    """What is kept of the code that only the complainant has."""
    return hashlib.sha256(code.encode()).hexdigest()


def accept_due(filed_on: date) -> date:
    return filed_on + timedelta(days=ACCEPT_DAYS)


def answer_due(filed_on: date) -> date:
    return filed_on + timedelta(days=ANSWER_DAYS)


def check_handler(area: str | None) -> None:
    """Raises Forbidden for somebody of a community: a grievance may be about them."""
    if area is not None and areas.level(area) == "community":
        raise Forbidden("office_above_needed", "干部的申诉由街道办事处或者区的主管部门办理，本社区人员不能办理。")


def must_be(state: GrievanceState, needed: GrievanceState) -> None:
    if state is not needed:
        message = "这件申诉“{state_name}”，现在不能办理这一步。"
        raise Conflict("grievance_step_impossible", message, state_name=state.zh)
