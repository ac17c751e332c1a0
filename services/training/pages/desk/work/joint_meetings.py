"""Joint meetings of the two committees: recorded with each one's vote, signed by both heads, disagreements settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from services.training.domain.conduct.joint_meetings import Choice, Head
from services.training.domain.office.posts import Post
from services.training.pages.desk.work.choices import communities
from services.training.pages.desk.work.pages import OnePage
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices, Field, Rows
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Section, Table

_MOTIONS = 3
_VOTES = [(each.value, each.zh) for each in Choice]


def _record(ids: Ids) -> list[Field | Rows]:
    return list(_inputs(ids["area"]))


def _inputs(area: str) -> Iterator[Field | Rows]:
    """Who was there, and how each of them voted on each motion; lines that stay empty are not sent."""
    named = [each for each in communities({})["area"] if each[0] == area]
    staff = [each for each in ask("/api/v1/roster", area=area)["items"] if set(each["posts"]) - {Post.WORKER}]
    people = [(each["cadre_id"], each["name"]) for each in staff]
    yield Field("area", "社区", "choice", required=True, value=area, choices=named)
    yield Field("held_on", "开会日期", "date", required=True)
    yield Field("title", "会议名称", "text", required=True)
    yield Field("chaired_by", "主持人", "choice", required=True, choices=people)
    yield Field("present", "到会的人", "many", required=True, choices=people)
    for number in range(_MOTIONS):
        path = f"decisions.{number}"
        yield Field(f"{path}.motion", "决定事项", "lines", required=False)
        yield Rows(f"{path}.votes", "表决", tuple(_vote(path, *person) for person in people))


def _vote(path: str, cadre_id: str, name: str) -> tuple[Field, ...]:
    return (
        Field(f"{path}.votes.{cadre_id}", name, "choice", required=True, choices=_VOTES),
        Field(f"{path}.dissent.{cadre_id}", "反对的理由", "text", required=True),
    )


def _present(ids: Ids) -> Mapping[str, Choices]:
    there = ask(f"/api/v1/joint-meetings/{ids['meeting_id']}")["attendance"]
    return {"cadre_id": [(each["cadre_id"], each["name"]) for each in there if each["present"]]}


SECTIONS = (
    Section(
        "joint-meetings",
        "两委联席会议",
        (
            Table(
                "/api/v1/joint-meeting-gaps",
                (
                    Column("name", "社区"),
                    Column("last_on", "上次开会"),
                    Column("days", "已过天数"),
                    Column("overdue", "该开会了", "yes"),
                ),
                id_name="area",
                fills=(("area", "area"),),
                actions=("joint-meetings.record",),
            ),
            Table(
                "/api/v1/disagreements",
                (
                    Column("area", "社区", "place"),
                    Column("held_on", "开会日期"),
                    Column("motion", "决定事项"),
                    Column("carried", "通过", "yes"),
                    Column("votes_against", "反对票"),
                ),
                title="还没有化解的分歧",
                id_name="decision_id",
                actions=("joint-meetings.settle",),
                about=("motion",),
            ),
            Table(
                "/api/v1/joint-meetings",
                (
                    Column("title", "会议名称", "joint_meeting"),
                    Column("area", "社区", "place"),
                    Column("held_on", "开会日期"),
                    Column("chaired_by", "主持人", "cadre"),
                    Column("members", "应到人数"),
                ),
                title="会议记录",
                pages=True,
            ),
        ),
        hint="到会过半数才能作出决定；每人的表决意见都要记，反对的写明理由。",
    ),
)

PAGES = (
    OnePage(
        Section(
            "joint-meetings",
            "",
            (
                Table(
                    "/api/v1/joint-meetings/{id}",
                    (
                        Column("motion", "决定事项"),
                        Column("carried", "通过", "yes"),
                        Column("votes", "表决", "votes"),
                        Column("settled_on", "化解日期"),
                        Column("settlement", "怎样化解"),
                    ),
                    title="决定",
                    items="decisions",
                ),
                Table(
                    "/api/v1/joint-meetings/{id}",
                    (Column("name", "姓名"), Column("present", "到会", "yes")),
                    title="出席情况",
                    items="attendance",
                ),
                Table(
                    "/api/v1/joint-meetings/{id}",
                    (
                        Column("head", "身份", codes=Head),
                        Column("cadre_id", "姓名", "cadre"),
                        Column("signed_on", "签字日期"),
                    ),
                    title="负责人签字",
                    items="signatures",
                ),
            ),
            ("joint-meetings.sign",),
        ),
        "/api/v1/joint-meetings/{id}",
        "meeting_id",
    ),
)

ACTIONS = (
    Action(
        "joint-meetings.record",
        "登记联席会议",
        hint="没有的决定事项不填。",
        button="保存",
        form=_record,
        then="/desk/records/joint-meetings/{id}",
    ),
    Action(
        "joint-meetings.sign",
        "登记负责人签字",
        hint="主任和书记的签字由两个人分别登记，一人兼任的除外。",
        button="保存",
        choices=_present,
        labels={"head": "以什么身份签字", "cadre_id": "签字人"},
    ),
    Action("joint-meetings.settle", "登记怎样化解", button="保存", labels={"on": "日期", "settlement": "怎样化解"}),
)
