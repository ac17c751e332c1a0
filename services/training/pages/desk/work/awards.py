"""Awards (评比表彰) at two levels: a cycle, its nominees, the objections to one of them, and the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from operator import itemgetter

from services.training.domain.conduct.awards import AwardLevel, AwardState
from services.training.pages.desk.work.choices import areas, whom
from services.training.pages.desk.work.pages import OnePage
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Field, Rows
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Item, Section, Table

_STATES_OF: Mapping[str, Collection[str]] = {
    "awards.check": {AwardState.NOMINATED},
    "awards.publicise": {AwardState.CHECKED},
    "awards.object_to": {AwardState.PUBLICISED},
    "awards.decide": {AwardState.PUBLICISED},
}


def _possible(code: str, item: Item) -> bool:
    return item["state"] in _STATES_OF[code]


def _open(_code: str, item: Item) -> bool:
    return item["upheld"] is None


def _sheet(ids: Ids) -> list[Field | Rows]:
    """A score for each criterion of the nominee's cycle."""
    return list(_scores(ids["nomination_id"]))


def _scores(nomination_id: str) -> Iterator[Field]:
    nomination = ask(f"/api/v1/award-nominations/{nomination_id}")
    for each in ask(f"/api/v1/award-cycles/{nomination['cycle_id']}")["criteria"]:
        label = f"{each['name']}（{each['weight'] / 100:g}%）"
        yield Field(f"scores.{each['code']}", label, "number", required=True, hint="0到100分。")
    yield Field("passed", "审核是否通过", "yes", required=True)
    yield Field("note", "审核意见", "lines", required=True)


SECTIONS = (
    Section(
        "awards",
        "评比表彰",
        (
            Table(
                "/api/v1/award-cycles",
                (
                    Column("title", "名称", "award_cycle"),
                    Column("level", "级别", codes=AwardLevel),
                    Column("year", "年度"),
                    Column("cadres", "干部名额"),
                    Column("organisations", "集体名额"),
                    Column("nominate_until", "提名截止"),
                ),
                pages=True,
            ),
            Table(
                "/api/v1/awards",
                (
                    Column("name", "受表彰的干部或集体"),
                    Column("title", "名称"),
                    Column("level", "级别", codes=AwardLevel),
                    Column("year", "年度"),
                    Column("granted_on", "表彰日期"),
                ),
                title="表彰台账",
            ),
        ),
        ("awards.open_",),
        hint="提名、审核和决定由不同的人办理；审核通过以后公示，期满没有异议才能表彰。",
    ),
)

_NOMINATION = (
    Column("state", "状态", codes=AwardState),
    Column("total", "得分", "points"),
    Column("publicised_on", "公示日期"),
    Column("objections_until", "异议截止"),
    Column("decided_on", "决定日期"),
    Column("decision_note", "决定的理由"),
)

PAGES = (
    OnePage(
        Section(
            "awards",
            "",
            (
                Table(
                    "/api/v1/award-cycles/{id}/nominations",
                    (Column("name", "提名对象", "nomination"), *_NOMINATION),
                    title="提名",
                    id_name="nomination_id",
                    actions=tuple(_STATES_OF),
                    show=_possible,
                ),
                Table(
                    "/api/v1/award-cycles/{id}",
                    (Column("name", "标准"), Column("weight", "权重", "percent")),
                    title="评分标准",
                    items="criteria",
                ),
            ),
            ("awards.nominate",),
            hint="提名干部填写干部，提名居委会填写社区，只填一项。",
        ),
        "/api/v1/award-cycles/{id}",
        "cycle_id",
    ),
    OnePage(
        Section(
            "nominations",
            "",
            (
                Table(
                    "/api/v1/award-nominations/{id}",
                    (Column("area", "社区", "place"), Column("deeds", "主要事迹"), *_NOMINATION),
                    id_name="nomination_id",
                    items="",
                    actions=tuple(_STATES_OF),
                    show=_possible,
                ),
                Table(
                    "/api/v1/award-nominations/{id}",
                    (
                        Column("text", "内容"),
                        Column("received_on", "收到日期"),
                        Column("upheld", "成立", "yes"),
                        Column("reasons", "理由"),
                    ),
                    title="异议",
                    items="objections",
                    id_name="objection_id",
                    actions=("awards.decide_objection",),
                    show=_open,
                    about=("text",),
                ),
            ),
        ),
        "/api/v1/award-nominations/{id}",
        "nomination_id",
        title=itemgetter("name"),
        above="/desk/records/awards/{cycle_id}",
    ),
)

ACTIONS = (
    Action(
        "awards.open_",
        "开展一次评比",
        hint="区评比选区，街道评比选街道。各项标准的权重合计应为100。",
        button="保存",
        choices=areas,
        omitted=("criteria.code",),
        labels={"area": "区或街道", "cadres": "表彰多少名干部", "organisations": "表彰多少个居委会", "name": "标准"},
        then="/desk/records/awards/{id}",
    ),
    Action("awards.nominate", "提名", button="提名", choices=whom, labels={"area": "社区（提名居委会时填）"}),
    Action("awards.check", "审核评分", hint="由提名人以外的人审核。", button="保存", form=_sheet),
    Action("awards.publicise", "公示", hint="从公示的第二天起计算异议期。", button="公示"),
    Action("awards.object_to", "登记异议", button="保存"),
    Action("awards.decide_objection", "处理异议", hint="异议成立的，不能表彰。", button="保存"),
    Action("awards.decide", "作出决定", hint="异议期满才能决定，由没有参加提名和审核的人办理。", button="保存"),
)
