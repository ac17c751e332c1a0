"""Courses, rooms, teachers, and days on which nothing is held."""

from __future__ import annotations

from services.training.domain.learning.courses import Assessment, CourseKind
from services.training.pages.desk.work.choices import areas, courses
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Section, Table

_VERSION = ("version", "version")

SECTIONS = (
    Section(
        "courses",
        "课程",
        (
            Table(
                "/api/v1/courses",
                (
                    Column("code", "编号"),
                    Column("title_zh", "名称"),
                    Column("kind", "类别", codes=CourseKind),
                    Column("hours", "学时"),
                    Column("assessment", "考核", codes=Assessment),
                    Column("certificate", "发证书", "yes"),
                ),
                pages=True,
                id_name="course_id",
                fills=(_VERSION,),
                actions=("courses.change",),
                about=("title_zh",),
            ),
        ),
        ("courses.add",),
    ),
    Section(
        "rooms",
        "教室",
        (
            Table(
                "/api/v1/rooms",
                (
                    Column("name", "名称"),
                    Column("venue", "地点"),
                    Column("capacity", "座位"),
                    Column("features", "设备", "names"),
                ),
                pages=True,
                id_name="room_id",
                fills=(_VERSION,),
                actions=("rooms.change",),
            ),
        ),
        ("rooms.add",),
    ),
    Section(
        "teachers",
        "教师",
        (
            Table(
                "/api/v1/teachers",
                (Column("name", "姓名"), Column("unit", "单位")),
                pages=True,
                id_name="teacher_id",
                fills=(_VERSION,),
                actions=("teachers.change", "absences.grant_teacher"),
            ),
        ),
        ("teachers.add",),
    ),
    Section(
        "blackouts",
        "不安排培训的日子",
        (
            Table(
                "/api/v1/blackouts",
                (Column("starts_on", "第一天"), Column("ends_on", "最后一天"), Column("reason", "理由")),
                id_name="blackout_id",
                actions=("absences.remove_blackout",),
                about=("starts_on", "reason"),
            ),
        ),
        ("absences.add_blackout",),
    ),
)

ACTIONS = (
    Action("courses.add", "增加课程", button="保存", choices=courses),
    Action(
        "courses.change",
        "修改课程",
        button="保存",
        begins="courses.show",
        omitted=("competencies", "posts", "prerequisites", "needs", "fen_per_place"),
    ),
    Action("rooms.add", "增加教室", button="保存", choices=areas),
    Action("rooms.change", "修改教室", button="保存", omitted=("features",), begins="rooms.show"),
    Action("teachers.add", "增加教师", button="保存", choices=courses),
    Action("teachers.change", "修改教师", button="保存", omitted=("courses",), begins="teachers.show"),
    Action("absences.grant_teacher", "登记教师请假", button="保存"),
    Action("absences.add_blackout", "增加不安排培训的日子", button="保存", choices=areas),
    Action("absences.remove_blackout", "取消", button="取消这段日子"),
)
