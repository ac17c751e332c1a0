"""Cadres: the roster and its file, secondments, mentors."""

from __future__ import annotations

from services.training.domain.learning.courses import Competency
from services.training.domain.office.cadres import Education, Party, Sex, Source
from services.training.domain.office.posts import Post
from services.training.pages.desk.work.choices import cadres, communities
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Link, Section, Table

SECONDMENT = (
    Column("home_unit", "原单位"),
    Column("duties", "承担的工作"),
    Column("starts_on", "开始"),
    Column("ends_on", "应结束"),
)
PAIR = (
    Column("mentor_id", "帮带人", "cadre"),
    Column("mentee_id", "帮带对象", "cadre"),
    Column("goals", "帮带目标"),
    Column("starts_on", "开始"),
    Column("ends_on", "应结束"),
    Column("meetings", "帮带记录", "meetings"),
)

SECTIONS = (
    Section(
        "roster",
        "花名册",
        (
            Table(
                "/api/v1/roster",
                (
                    Column("cadre_id", "姓名", "cadre"),
                    Column("area", "社区", "place"),
                    Column("sex", "性别", codes=Sex),
                    Column("age", "年龄"),
                    Column("posts", "职务", "names"),
                    Column("education", "学历", codes=Education),
                    Column("source", "来源", codes=Source),
                    Column("party", "政治面貌", codes=Party),
                    Column("home_unit", "原单位"),
                ),
                id_name="cadre_id",
                actions=("cadres.change_profile", "absences.grant_cadre"),
            ),
        ),
        ("roster.upload", "cadres.register"),
        hint="先下载模板，填好以后上传（CSV 或 XLSX）；有错误的行会逐行列出，没有错误才会保存。"
        "点姓名看一名干部的任职、下派、帮带、待遇等情况。",
        links=(Link("desk.roster_file", "下载花名册（XLSX）"), Link("desk.roster_template", "下载模板（XLSX）")),
    ),
    Section(
        "establishments",
        "职数",
        (
            Table(
                "/api/v1/roster/establishments",
                (
                    Column("area", "社区", "place"),
                    Column("post", "职务", codes=Post),
                    Column("seats", "应有"),
                    Column("held", "现有"),
                ),
                id_name="area",
                fills=(("id.post", "post"), ("seats", "seats")),
                actions=("roster.set_seats",),
                about=("area", "post"),
            ),
        ),
    ),
    Section(
        "levels",
        "能力评估",
        (
            Table(
                "/api/v1/levels/gaps",
                (
                    Column("cadre_id", "姓名", "cadre"),
                    Column("area", "社区", "place"),
                    Column("competency", "能力", codes=Competency),
                    Column("level", "现在的等级"),
                    Column("needed", "职务要求"),
                ),
                title="还没有达到职务要求的",
                id_name="cadre_id",
                fills=(("competency", "competency"),),
                actions=("cadre_records.assess",),
            ),
        ),
        ("levels.upload",),
        hint="测评以后逐人登记，或者按模板填好上传；有错误的行会逐行列出，没有错误才会保存。",
        links=(Link("desk.levels_template", "下载模板（XLSX）", "levels.upload"),),
    ),
    Section(
        "secondments",
        "下派干部",
        (
            Table(
                "/api/v1/secondments",
                (
                    Column("cadre_id", "姓名", "cadre"),
                    Column("area", "社区", "place"),
                    *SECONDMENT,
                    Column("overdue", "已到期未鉴定", "yes"),
                ),
                id_name="secondment_id",
                actions=("cadre_records.end_secondment",),
            ),
        ),
        hint="在干部本人的页面上登记下派；期满返回时写鉴定。",
    ),
    Section(
        "mentorships",
        "结对帮带",
        (
            Table(
                "/api/v1/mentorships",
                PAIR,
                id_name="mentorship_id",
                actions=("cadre_records.log_meeting", "cadre_records.end_mentorship"),
                about=("goals",),
            ),
        ),
        ("cadre_records.pair",),
    ),
)

ACTIONS = (
    Action("roster.upload", "上传花名册", button="上传"),
    Action("roster.set_seats", "修改职数", button="保存", labels={"seats": "应有几人"}),
    Action("levels.upload", "上传能力评估", hint="CSV或XLSX，列名照模板。", button="上传"),
    Action("cadres.register", "登记一名干部", button="保存", choices=communities, labels={"area": "社区"}),
    Action(
        "cadre_records.end_secondment",
        "登记返回和鉴定",
        button="保存",
        labels={"ended_on": "返回日期", "review": "鉴定"},
    ),
    Action(
        "cadre_records.pair",
        "登记结对帮带",
        button="保存",
        choices=cadres,
        labels={"ends_on": "应结束", "starts_on": "开始", "goals": "帮带目标"},
    ),
    Action("cadre_records.log_meeting", "登记帮带记录", button="保存", labels={"notes": "做了哪些事"}),
    Action("cadre_records.end_mentorship", "结束帮带", button="结束帮带"),
)
