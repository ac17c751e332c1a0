"""The tasks of an election at the desk: each a page with tables of what is there and links to what can be done.

Tables are made of what the API lists; columns are paths into an item with the words of their headers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.errors import NotFound
from shared.web.desk.inside import Answer, call

Item = Mapping[str, Any]
_MOST = 100  # items on a page: longer lists are for the API and the exports


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` says how a value is shown: text, day, moment, yes or a list of names."""

    path: str
    title: str
    kind: str = "text"

    def of(self, item: Item) -> Any:
        return at(self.path, item)


def at(path: str, item: Item) -> Any:
    """What stands there, None if nothing does."""
    value: Any = item
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


@dataclass(frozen=True, slots=True)
class Table:
    """What `path` lists ({id} is the election's). `actions` are done with an item, whose id is the operation's
    `id_name`."""

    path: str
    columns: tuple[Column, ...]
    title: str = ""
    scope: str = "elections:read"
    id_name: str = ""
    fills: tuple[tuple[str, str], ...] = ()
    actions: tuple[str, ...] = ()
    items: str = "items"
    show: Callable[[str, Item], bool] = lambda _code, _item: True

    def arguments(self, item: Item) -> dict[str, Any]:
        """Of the address of an action's page: whose it is, and what its form begins with."""
        ids = {f"id.{self.id_name}": item.get("id") or item.get(self.id_name)} if self.id_name else {}
        return {**ids, **{field: at(path, item) for field, path in self.fills}}

    def rows(self, election_id: str) -> list[Item]:
        """Empty when there is nothing yet."""
        answer: Answer = call("GET", self.path.format(id=election_id), query={"limit": _MOST} if self.items else {})
        if answer.status == 422:  # a list that is not paged
            answer = call("GET", self.path.format(id=election_id))
        if not answer.ok:
            return []
        return list(answer.body.get(self.items, ())) if self.items else [answer.body]


@dataclass(frozen=True, slots=True)
class Section:
    """`actions` are done with the election itself."""

    code: str
    title: str
    tables: tuple[Table, ...] = ()
    actions: tuple[str, ...] = ()
    hint: str = ""
    shown: Callable[[Item], bool] = lambda _election: True


def by_code(code: str) -> Section:
    """Raises NotFound."""
    found = next((section for section in SECTIONS if section.code == code), None)
    if found is None:
        raise NotFound("section_not_found", "没有找到您要的内容。")
    return found


SECTIONS: tuple[Section, ...] = (
    Section(
        "roll",
        "选民登记和选民名单",
        (
            Table(
                "/api/v1/elections/{id}/electors",
                (
                    Column("name", "姓名"),
                    Column("sex", "性别"),
                    Column("birth_date", "出生日期", "day"),
                    Column("group", "居民小组"),
                    Column("address", "住址"),
                    Column("registration", "登记类型"),
                ),
                scope="elections:roll:read",
                fills=(("elector_id", "id"),),
                actions=("roll.remove",),
            ),
            Table(
                "/api/v1/elections/{id}/roll/duplicates",
                (
                    Column("elector.name", "姓名"),
                    Column("elector.birth_date", "出生日期"),
                    Column("elector.address", "住址"),
                    Column("community.name", "也登记在"),
                    Column("decision", "处理"),
                ),
                title="同时登记在其他社区的选民",
                scope="elections:roll:read",
                fills=(("elector_id", "elector.id"), ("other_id", "other_id")),
                actions=("roll.settle",),
            ),
            Table(
                "/api/v1/elections/{id}/roll/versions",
                (
                    Column("number", "版本"),
                    Column("electors", "选民人数"),
                    Column("on", "日期"),
                    Column("reason", "理由"),
                    Column("roll_hash", "校验码"),
                ),
                title="公布的版本",
            ),
        ),
        ("roll.upload", "roll.check", "roll.add"),
        hint="先上传整份选民名单（CSV 或 XLSX），有错误的行会逐行列出。",
    ),
    Section(
        "objections",
        "对名单的申诉",
        (
            Table(
                "/api/v1/elections/{id}/objections",
                (
                    Column("kind", "类别"),
                    Column("received_on", "收到日期"),
                    Column("reply_by", "最迟处理"),
                    Column("text", "内容"),
                    Column("upheld", "成立", "yes"),
                    Column("decided_on", "处理日期"),
                    Column("late", "逾期", "yes"),
                ),
                id_name="objection_id",
                actions=("objections.decide",),
            ),
        ),
        ("objections.record",),
    ),
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
    Section(
        "stations",
        "投票站",
        (
            Table(
                "/api/v1/elections/{id}/stations",
                (Column("name", "名称"), Column("kind", "类别")),
                id_name="station_id",
            ),
        ),
        ("stations.add",),
    ),
    Section(
        "sheets",
        "计票单",
        (
            Table(
                "/api/v1/elections/{id}/tally",
                (
                    Column("station", "投票站"),
                    Column("entered_by", "已录入", "names"),
                    Column("agreed", "一致", "yes"),
                    Column("differences", "不一致处", "differences"),
                ),
                id_name="station_id",
                actions=("entries.enter", "entries.enter_file"),
            ),
        ),
        hint="每张计票单由两人各录入一次，互相看不到对方的数字。",
    ),
    Section(
        "result",
        "结果和另行选举",
        (
            Table(
                "/api/v1/elections/{id}/result",
                (
                    Column("valid", "选举有效", "yes"),
                    Column("electors", "登记选民"),
                    Column("voted", "参加投票"),
                    Column("turnout.inequality", "投票率"),
                    Column("contests", "各职务", "contests"),
                ),
                items="",
            ),
        ),
        ("further.call",),
    ),
    Section("exceptions", "例外", (), ("further.grant",), hint="由区或街道批准，理由向居民公布。"),
)
