"""Cadres: the roster and its file, single cadres, leave."""

from __future__ import annotations

from services.training.domain.office.cadres import Education, Party, Sex, Source
from services.training.pages.desk.work.choices import communities
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Link, Section, Table

SECTIONS = (
    Section(
        "roster",
        "花名册",
        (
            Table(
                "/api/v1/roster",
                (
                    Column("name", "姓名"),
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
        hint="先下载模板，填好以后上传（CSV 或 XLSX）；有错误的行会逐行列出，没有错误才会保存。",
        links=(Link("desk.roster_file", "下载花名册（XLSX）"), Link("desk.roster_template", "下载模板（XLSX）")),
    ),
)

ACTIONS = (
    Action("roster.upload", "上传花名册", button="上传"),
    Action("cadres.register", "登记一名干部", button="保存", choices=communities),
    Action("cadres.change_profile", "修改情况", button="保存"),
    Action("absences.grant_cadre", "登记请假", button="保存"),
)
