"""Employers in the community at the desk: their liaisons, and what these were asked to pass on (R17)."""

from __future__ import annotations

from collections.abc import Mapping

from services.notices.store import boards
from services.notices.store.database import reading
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.parts import Column, Item, Section, Table

_NEWEST = 50


def _published(ids: Ids) -> Mapping[str, Choices]:
    with reading() as session:
        found = boards.newest(session, ids["area"], most=_NEWEST)
    return {"notice_id": [(str(each.id), each.title) for each in found]}


def _possible(code: str, item: Item) -> bool:
    return code != "employers.tell" or item["consent"]


SECTIONS = (
    Section(
        "employers",
        "驻社区单位",
        (
            Table(
                "/api/v1/employers",
                (
                    Column("name", "单位名称"),
                    Column("liaison", "联系人"),
                    Column("contact", "联系方式"),
                    Column("consent", "同意接收通知", "yes"),
                    Column("residents.text", "在那里工作的本社区居民"),
                ),
                query={"area": "{id}"},
                pages=True,
                id_name="employer_id",
                actions=("employers.tell", "employers.change", "employers.remove"),
                show=_possible,
            ),
            Table(
                "/api/v1/liaison-messages",
                (
                    Column("sent_at", "时间", "moment"),
                    Column("employer", "单位名称"),
                    Column("title", "公告"),
                    Column("residents", "涉及居民"),
                    Column("sent_by", "经办人"),
                ),
                title="请单位转告的公告",
                query={"area": "{id}"},
                pages=True,
            ),
        ),
        ("employers.register",),
        hint="居民属于哪个单位，看名册里的工作单位；在名册里按单位名称查找，就能看到是哪些居民。联系人只知道涉及多少居民，不知道姓名。",
    ),
)

_LABELS = {
    "name": "单位名称（与名册里的工作单位一致）",
    "liaison": "联系人",
    "contact": "联系人的手机号或电子邮箱",
    "consent": "联系人同意接收通知",
}

ACTIONS = (
    Action("employers.register", "登记单位", button="登记", labels=_LABELS),
    Action(
        "employers.register",
        "更换联系人",
        name="employers.change",
        button="保存",
        labels=_LABELS,
        begins="employers.show",
    ),
    Action("employers.remove", "删去单位", button="删去"),
    Action(
        "employers.tell",
        "请联系人转告公告",
        hint="马上发给联系人，写明涉及多少居民。",
        button="发送",
        choices=_published,
        labels={"notice_id": "公告"},
    ),
)
