"""Good deeds at the desk: checked, agreed to, handed to the notices."""

from __future__ import annotations

from services.notices.domain.good_deeds import Consent, DeedState
from services.notices.pages.desk.dues import Due
from services.notices.store import good_deeds
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Item, Section, Table

_STATES = {
    "good-deeds.verify": {DeedState.TOLD, DeedState.VERIFIED},
    "good-deeds.decline": {DeedState.TOLD},
    "good-deeds.consent": {DeedState.TOLD, DeedState.VERIFIED},
    "good-deeds.publish": {DeedState.VERIFIED},
}


def _possible(code: str, item: Item) -> bool:
    handed = item["notice_id"] is not None and code != "good-deeds.consent"
    return DeedState(item["state"]) in _STATES[code] and not handed


SECTIONS = (
    Section(
        "good-deeds",
        "好人好事",
        (
            Table(
                "/api/v1/good-deeds",
                (
                    Column("person", "谁做的"),
                    Column("told", "做了什么"),
                    Column("happened_on", "哪一天"),
                    Column("address", "推荐人的联系方式"),
                    Column("state", "状态", codes=DeedState),
                    Column("consent", "本人", codes=Consent),
                    Column("title", "故事的标题"),
                ),
                scope="notices:residents:read",
                query={"area": "{id}"},
                pages=True,
                id_name="deed_id",
                fills=(("version", "version"),),
                actions=tuple(_STATES),
                show=_possible,
                about=("person",),
            ),
        ),
        ("good-deeds.tell_of_deed",),
        hint="没有本人同意，不公布姓名。本人收回同意的，署名的故事马上撤下。",
    ),
)

ACTIONS = (
    Action("good-deeds.tell_of_deed", "登记好人好事", button="登记"),
    Action("good-deeds.verify", "核实并写成故事", button="保存", begins="good-deeds.show"),
    Action("good-deeds.decline", "不采用", button="保存", labels={"reason": "理由（告诉推荐人）"}),
    Action("good-deeds.consent", "记录本人意见", button="保存"),
    Action("good-deeds.publish", "交付公布", hint="成为公告草稿，由第二人审核、公布。", button="交付"),
)

DUES = (Due("good-deeds", "待核实的好人好事", good_deeds.unverified_by_area, scope="notices:answer"),)
