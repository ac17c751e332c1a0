"""Candidates at the desk."""

from __future__ import annotations

from services.elections.pages.desk.parts import Column, Section, Table
from shared.web.desk.actions import Action

SECTIONS = (
    Section(
        "candidates",
        "候选人",
        (
            Table(
                "/api/v1/elections/{id}/candidates",
                (
                    Column("post", "职务"),
                    Column("name", "姓名"),
                    Column("sex", "性别"),
                    Column("education", "文化程度"),
                    Column("nominated_by", "提名方式"),
                    Column("joint_electors", "联名人数"),
                ),
                id_name="candidate_id",
                actions=("candidates.remove",),
            ),
        ),
        ("candidates.add", "candidates.import_file"),
    ),
)

ACTIONS = (
    Action("candidates.add", "添加候选人", button="添加"),
    Action("candidates.import_file", "导入候选人名单", button="上传"),
    Action("candidates.remove", "删除候选人", button="删除"),
)
