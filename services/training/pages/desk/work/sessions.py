"""Sessions: held, changed, cancelled; who has a place, who came, their certificates."""

from __future__ import annotations

from datetime import datetime

from services.training.domain.learning.sessions import SessionKind, SessionState
from services.training.pages.desk.work.choices import cadres, places
from services.training.pages.desk.work.pages import OnePage
from shared import clock
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Item, Link, Section, Table


def _to_come(_: str, item: Item) -> bool:
    return item["state"] == SessionState.SCHEDULED and datetime.fromisoformat(item["ends_at"]) > clock.now()


def _before_or_after(code: str, item: Item) -> bool:
    """A place is given up before somebody came, an attendance withdrawn afterwards."""
    return (item["state"] == "present") is (code == "attendance.withdraw")


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
    Section(
        "ledger",
        "培训台账",
        (),
        ("ledger.upload",),
        hint="以前办过的培训和到场的人，按模板填好以后上传；有错误的行会逐行列出，没有错误才会保存。",
        links=(
            Link("desk.ledger_file", "下载今年的台账（XLSX）", "ledger.upload"),
            Link("desk.ledger_template", "下载模板（XLSX）", "ledger.upload"),
        ),
    ),
)

_OF_ONE = Section(
    "sessions",
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
            actions=("enrolments.cancel", "enrolments.substitute", "attendance.withdraw"),
            show=_before_or_after,
        ),
        Table(
            "/api/v1/sessions/{id}/enrolments",
            (Column("name", "姓名"), Column("since", "登记时间", "moment")),
            title="候补名单",
            items="waiting",
            id_name="cadre_id",
            actions=("enrolments.stop_waiting",),
        ),
    ),
    (
        "enrolments.enrol",
        "enrolments.wait",
        "attendance.record",
        "attendance.record_results",
        "certificates.issue",
        "sessions.change",
        "sessions.cancel",
    ),
)

PAGES = (OnePage(_OF_ONE, "/api/v1/sessions/{id}", "session_id"),)

ACTIONS = (
    Action("sessions.schedule", "安排培训", button="安排培训", choices=places),
    Action(
        "sessions.change",
        "修改班次",
        button="保存",
        hint="换时间或教室请在培训排期里移动，那里会先说明会不会冲突。",
        choices=places,
        omitted=("starts_at", "ends_at", "room_id", "course_id"),
        begins="sessions.show",
    ),
    Action("sessions.cancel", "取消班次", button="取消班次"),
    Action("ledger.upload", "上传培训台账", hint="CSV或XLSX，列名照模板。", button="上传"),
    Action("enrolments.enrol", "给一个名额", button="保存", choices=cadres),
    Action("enrolments.wait", "排入候补", button="保存", choices=cadres),
    Action("enrolments.cancel", "请假退出", button="保存"),
    Action(
        "enrolments.substitute",
        "换人参加",
        hint="换成同一社区的另一名干部。",
        button="保存",
        choices=cadres,
        labels={"cadre_id": "换成谁"},
    ),
    Action("enrolments.stop_waiting", "取消候补", button="取消候补"),
    Action("attendance.withdraw", "撤销签到", hint="签错了人的时候用。", button="撤销签到"),
    Action("attendance.record", "登记到场的人", button="保存", choices=cadres),
    Action("attendance.record_results", "登记成绩", button="保存", choices=cadres, rows=10),
    Action("certificates.issue", "发放证书", button="发放"),
)

VALUES = {"expected": "待到场", "present": "到场", "absent": "缺席"}
