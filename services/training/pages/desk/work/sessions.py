"""Sessions: held, changed, cancelled; who has a place, who came, their certificates."""

from __future__ import annotations

from datetime import datetime

from services.training.domain.learning.sessions import SessionKind, SessionState
from services.training.pages.desk.work.choices import cadres, places
from shared import clock
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Item, Section, Table


def _to_come(_: str, item: Item) -> bool:
    return item["state"] == SessionState.SCHEDULED and datetime.fromisoformat(item["ends_at"]) > clock.now()


SECTIONS = (
    Section(
        "sessions",
        "培训班次",
        (
            Table(
                "/api/v1/sessions",
                (
                    Column("title", "名称", "session"),
                    Column("kind", "类别", codes=SessionKind),
                    Column("starts_at", "开始", "moment"),
                    Column("venue", "地点"),
                    Column("teacher", "教师"),
                    Column("capacity", "名额"),
                    Column("cancel_reason", "取消的理由"),
                ),
                pages=True,
                id_name="session_id",
                actions=("sessions.cancel",),
                show=_to_come,
                about=("title",),
            ),
        ),
        ("sessions.schedule",),
    ),
)

OF_ONE = Section(
    "session",
    "",
    (
        Table(
            "/api/v1/sessions/{id}/attendance",
            (
                Column("name", "姓名"),
                Column("state", "出勤"),
                Column("at", "签到时间", "moment"),
                Column("score", "成绩"),
                Column("passed", "合格", "yes"),
            ),
            id_name="cadre_id",
            actions=("enrolments.cancel",),
        ),
        Table(
            "/api/v1/sessions/{id}/enrolments",
            (Column("name", "姓名"), Column("since", "登记时间", "moment")),
            title="候补名单",
            items="waiting",
        ),
    ),
    (
        "enrolments.enrol",
        "enrolments.wait",
        "attendance.record",
        "attendance.record_results",
        "certificates.issue",
        "sessions.cancel",
    ),
)
"""The page of one session."""

ACTIONS = (
    Action("sessions.schedule", "安排培训", button="安排培训", choices=places),
    Action("sessions.cancel", "取消班次", button="取消班次"),
    Action("enrolments.enrol", "给一个名额", button="保存", choices=cadres),
    Action("enrolments.wait", "排入候补", button="保存", choices=cadres),
    Action("enrolments.cancel", "请假退出", button="保存"),
    Action("attendance.record", "登记到场的人", button="保存", choices=cadres),
    Action("attendance.record_results", "登记成绩", button="保存", choices=cadres, rows=10),
    Action("certificates.issue", "发放证书", button="发放"),
)

VALUES = {"expected": "待到场", "present": "到场", "absent": "缺席"}
