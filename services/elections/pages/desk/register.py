"""The paper register at the desk."""

from __future__ import annotations

from services.elections.domain.procedure.changes import OPEN, Change
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Section, Table

SECTIONS = (
    Section(
        "register",
        "领取选票登记",
        (
            Table(
                "/api/v1/elections/{id}/stations",
                (Column("name", "名称"), Column("id", "登记", "sign_in")),
                title="投票站",
                id_name="station_id",
                actions=("register.import_file",),
            ),
        ),
        hint="投票时按姓名查找选民，点一下发给选票；每名选民只有一张，有委托的由受托人领取。",
        shown=lambda election: bool(election["paper_register"]),
    ),
)

ACTIONS = (
    Action("register.give", "发给选票", button="发给选票"),
    Action(
        "register.take_back",
        "收回发错的选票",
        hint="选票没有填写、已经交回的才能收回。收回以后这名选民可以重新领取。",
        button="收回",
        labels={"reason": "发错的原因（不写姓名）"},
        states=OPEN[Change.SIGN_IN_LISTS],
    ),
    Action(
        "register.import_file",
        "导入纸质登记表",
        hint="列：姓名、出生日期、受托人、住址。",
        button="上传",
        states=OPEN[Change.SIGN_IN_LISTS],
    ),
)
