"""What follows on appraisals, and exceptional promotions."""

from __future__ import annotations

from services.training.domain.conduct.adjustments import AdjustmentGround, Outcome
from services.training.domain.conduct.promotions import PromotionState
from services.training.domain.office.posts import Post
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Item, Section, Table


def _to_decide(code: str, item: Item) -> bool:
    return code != "merits.adjust" or (item["ground"] == AdjustmentGround.THRESHOLD and item["outcome"] is None)


def _proposed(_code: str, item: Item) -> bool:
    return item["state"] == PromotionState.PROPOSED


SECTIONS = (
    Section(
        "merits",
        "评议结果和破格提拔",
        (
            Table(
                "/api/v1/appraisal-standings",
                (
                    Column("cadre_id", "姓名", "cadre"),
                    Column("area", "社区", "place"),
                    Column("year", "年度"),
                    Column("grade", "等次"),
                    Column("fails", "连续不称职次数"),
                    Column("ground", "须处理", codes=AdjustmentGround),
                    Column("outcome", "处理结果", codes=Outcome),
                ),
                title="最近一次民主评议",
                id_name="cadre_id",
                actions=("merits.adjust", "merits.propose"),
                show=_to_decide,
            ),
            Table(
                "/api/v1/promotions",
                (
                    Column("cadre_id", "姓名", "cadre"),
                    Column("to_post", "拟任职务", codes=Post),
                    Column("merits.awards", "表彰", "names"),
                    Column("merits.good_years", "优秀年度", "names"),
                    Column("state", "状态", codes=PromotionState),
                    Column("proposed_on", "提出日期"),
                    Column("reasons", "决定的理由"),
                ),
                title="破格提拔",
                pages=True,
                id_name="promotion_id",
                actions=("merits.decide",),
                show=_proposed,
                about=("justification",),
            ),
        ),
        hint="破格提拔须有表彰或者优秀等次作依据，由提出人以外的人决定。",
    ),
)

ACTIONS = (
    Action("merits.adjust", "决定怎样处理", button="保存", labels={"outcome": "怎样处理", "reasons": "理由"}),
    Action("merits.propose", "提出破格提拔", button="提出"),
    Action("merits.decide", "作出决定", button="保存"),
)
