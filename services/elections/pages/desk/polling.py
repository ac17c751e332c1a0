"""Stations, their staff and the account of the papers at the desk."""

from __future__ import annotations

from collections.abc import Mapping

from services.elections.domain.polling.mobile_boxes import BoxReason
from services.elections.domain.polling.stations import StationKind
from services.elections.domain.procedure.changes import OPEN, Change
from services.elections.domain.procedure.steps import State
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Item, Section, Table


def _stations(ids: Ids) -> Mapping[str, Choices]:
    """By name, for whom it is that somebody works."""
    found = ask(f"/api/v1/elections/{ids['election_id']}/stations")["items"]
    return {"station_id": [(station["id"], station["name"]) for station in found]}


_LABELS = {"name": "名称", "address": "地址"}
_KEPT = ("name", "kind", "sheets", "address", "opens_at", "closes_at", "secret_booth")
_OF_BOXES = ("requests", "list_published_on")  # counted from the list, and published by an act of its own


def _fits(code: str, station: Item) -> bool:
    """A list is for mobile boxes, and published once somebody is on it."""
    if code == "boxes.ask":
        return bool(station["kind"] == StationKind.MOBILE)
    return code != "publish_box_list" or bool(station["kind"] == StationKind.MOBILE and station["requests"])


SECTIONS = (
    Section(
        "stations",
        "投票站和工作人员",
        (
            Table(
                "/api/v1/elections/{id}/stations",
                (
                    Column("name", "名称"),
                    Column("kind", "类别"),
                    Column("address", "地址"),
                    Column("opens_at", "开始时间", "time"),
                    Column("closes_at", "结束时间", "time"),
                    Column("secret_booth", "设有秘密写票处", "yes"),
                    Column("requests", "申请使用流动票箱的人数"),
                    Column("list_published_on", "流动票箱名单公布日期", "day"),
                    Column("sheets", "计票单张数"),
                ),
                id_name="station_id",
                fills=(("version", "version"),),
                actions=("stations.change", "boxes.ask", "publish_box_list", "stations.remove"),
                show=_fits,
            ),
            Table(
                "/api/v1/elections/{id}/box-requests",
                (
                    Column("station", "流动票箱"),
                    Column("elector", "申请人"),
                    Column("group", "居民小组"),
                    Column("address", "住址"),
                    Column("reason", "原因", codes=BoxReason),
                    Column("received_on", "收到日期", "day"),
                ),
                title="流动票箱申请名单",
                scope="elections:roll:read",
                id_name="request_id",
                actions=("boxes.take_off",),
                about=("elector",),
            ),
            Table(
                "/api/v1/elections/{id}/staff",
                (Column("station", "投票站"), Column("name", "姓名"), Column("role", "职责")),
                title="工作人员",
                id_name="member_id",
                actions=("staff.remove",),
            ),
        ),
        ("stations.add", "staff.add"),
        hint="每个投票站和流动票箱应有足够的工作人员；候选人和他们的近亲属不能担任。流动票箱只给申请的选民使用，名单要公布。",
    ),
    Section(
        "papers",
        "选票账",
        (
            Table(
                "/api/v1/elections/{id}/papers",
                (
                    Column("printed", "印制选票"),
                    Column("kept", "留存未发到投票站"),
                    Column("destroyed", "已销毁"),
                    Column("destroyed_on", "销毁日期", "day"),
                    Column("witnesses", "销毁人", "names"),
                ),
                items="",
                actions=("papers.record",),
            ),
            Table(
                "/api/v1/elections/{id}/papers",
                (
                    Column("station", "投票站"),
                    Column("received", "领取选票"),
                    Column("issued", "发出选票"),
                    Column("left_over", "剩余选票"),
                    Column("spoiled", "作废选票"),
                    Column("written_for", "代写选票"),
                ),
                title="各投票站",
                about=("station",),
                id_name="station_id",
                fills=(
                    ("version", "version"),
                    *((name, name) for name in ("received", "issued", "left_over", "spoiled", "written_for")),
                ),
                actions=("papers.record_of_station",),
            ),
        ),
        ("papers.destroy",),
        hint="印制的每一张选票都要有着落：领取等于发出、剩余、作废之和。剩余的选票在投票结束后、计票前由两人当众销毁。",
    ),
)

ACTIONS = (
    Action(
        "stations.add", "添加投票站", button="添加", labels=_LABELS, omitted=_OF_BOXES, states=OPEN[Change.STATIONS]
    ),
    Action(
        "stations.change",
        "修改投票站",
        button="保存",
        labels=_LABELS,
        omitted=_OF_BOXES,
        states=OPEN[Change.SHEETS],
        begins="stations.show",
    ),
    Action(
        "boxes.ask",
        "登记流动票箱申请",
        hint="不能到投票站的选民可以申请。每次变动后，名单都要重新公布。",
        button="登记",
        labels={"name": "申请人（重名的注明出生日期，如“张三（1980-01-02）”）", "reason": "原因（不公布）"},
        omitted=("elector_id",),
        states=OPEN[Change.BOX_REQUESTS],
    ),
    Action(
        "stations.change",
        "公布申请名单",
        hint="名单张贴以后登记。网页上只显示姓氏和居民小组，不显示原因。",
        button="公布",
        labels={"list_published_on": "公布日期"},
        omitted=(*_KEPT, "requests"),
        name="publish_box_list",
        states=OPEN[Change.STATIONS],
    ),
    Action("boxes.take_off", "从名单上删除", button="删除", states=OPEN[Change.BOX_REQUESTS]),
    Action(
        "stations.remove",
        "撤销投票站",
        hint="投票站的工作人员名单一并删除。",
        button="撤销",
        states=OPEN[Change.STATIONS],
    ),
    Action(
        "staff.add",
        "添加工作人员",
        hint="代写人替不能写字的选民填写选票，候选人不能担任。",
        button="添加",
        labels={"name": "姓名"},
        choices=_stations,
        states=OPEN[Change.STAFF],
    ),
    Action("staff.remove", "删除工作人员", button="删除", states=OPEN[Change.STAFF]),
    Action("papers.record", "登记印制的选票", button="保存", states=OPEN[Change.PAPERS], begins="papers.show"),
    Action("papers.record_of_station", "登记投票站的选票", button="保存", states=OPEN[Change.PAPERS]),
    Action("papers.destroy", "记录剩余选票的销毁", button="保存", states=(State.CLOSED,)),
)
