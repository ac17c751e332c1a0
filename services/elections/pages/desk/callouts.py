"""Call-outs at the desk: opened for a station, recorded on a page of their own, signed, taken over, given up."""

from __future__ import annotations

from services.elections.domain.counting.callout_signing import CalloutState
from services.elections.domain.procedure.changes import OPEN, Change
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Section, Table

SECTIONS = (
    Section(
        "callouts",
        "唱票",
        (
            Table(
                "/api/v1/elections/{id}/callouts",
                (
                    Column("station", "投票站"),
                    Column("sheet", "计票单号"),
                    Column("state", "状态", codes=CalloutState),
                    Column("recorder", "记录人"),
                    Column("issued", "发出选票", "issued"),
                    Column("papers", "已唱选票"),
                    Column("records", "记录条数"),
                    Column("head", "校验码", "short"),
                    Column("signed_by", "已签字", "names"),
                    Column("id", "记录页", "recorder"),
                ),
                title="唱票记录",
                id_name="callout_id",
                about=("station", "sheet"),
                fills=(("records", "records"), ("head", "head")),
                actions=("callouts.sign", "callouts.take_over", "callouts.abandon"),
            ),
            Table(
                "/api/v1/elections/{id}/stations",
                (Column("name", "名称"), Column("sheets", "计票单张数")),
                title="投票站",
                id_name="station_id",
                actions=("callouts.open_callout",),
                scope="elections:tally",
            ),
        ),
        hint="每张计票单由一人记录；唱完后由唱票人、计票人、监票人三人各自登录签字，再由另一人照纸质计票单录入一次。",
    ),
)

ACTIONS = (
    Action(
        "callouts.open_callout", "开始唱票", button="开始", labels={"sheet": "计票单号"}, states=OPEN[Change.ENTRIES]
    ),
    Action(
        "callouts.sign",
        "在唱票记录上签字",
        hint="请先与记录页上的条数和校验码核对：不一致的，还没有全部同步。",
        button="签字",
        labels={"records": "记录条数", "head": "校验码", "role": "签字身份"},
        states=OPEN[Change.ENTRIES],
    ),
    Action(
        "callouts.take_over",
        "接管唱票记录",
        hint="接管会记入唱票记录。原设备上没有同步的选票要重新唱。",
        button="接管",
        states=OPEN[Change.ENTRIES],
    ),
    Action(
        "callouts.abandon",
        "中止唱票记录",
        hint="中止后这张计票单改由两人照选票人工录入。",
        button="中止",
        states=OPEN[Change.ENTRIES],
    ),
)
