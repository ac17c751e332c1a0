"""How the candidates introduce themselves, and who withdraws, at the desk."""

from __future__ import annotations

from services.elections.domain.procedure.changes import OPEN, Change
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Item, Section, Table


def _has_list(election: Item) -> bool:
    """Further ballots come after the meeting."""
    return election["kind"] in {"term", "by_election"}


SECTIONS = (
    Section(
        "candidate_meetings",
        "候选人与居民见面",
        (
            Table(
                "/api/v1/elections/{id}/candidate-meetings",
                (
                    Column("on", "日期", "day"),
                    Column("place", "地点"),
                    Column("attended", "到场居民"),
                    Column("questions", "提问次数"),
                    Column("document", "记录"),
                ),
                id_name="meeting_id",
                fills=tuple((name, name) for name in ("version", "on", "place", "attended", "questions", "document")),
                actions=("introductions.correct_meeting",),
                about=("on", "place"),
            ),
        ),
        ("introductions.record_meeting",),
        hint="公布候选人名单以后、开始投票以前，由居民选举委员会组织，候选人介绍履职设想，回答居民的问题。",
        shown=_has_list,
    ),
)

_RECORD = {"document": "会议记录名称和文号"}

ACTIONS = (
    Action(
        "introductions.record_meeting",
        "记录候选人与居民见面",
        hint="日期、地点和人数向居民公布。",
        button="保存",
        labels=_RECORD,
        states=OPEN[Change.CANDIDATE_MEETINGS],
    ),
    Action(
        "introductions.correct_meeting",
        "更正记录",
        button="保存",
        labels=_RECORD,
        states=OPEN[Change.CANDIDATE_MEETINGS],
    ),
    Action(
        "introductions.write_statement",
        "填写履职设想",
        hint="按候选人提供的原文填写，公布候选人名单以后不能再改。",
        button="保存",
        labels={"text": "履职设想（不超过2000字）"},
        states=OPEN[Change.CANDIDATES],
        begins="candidates.show",
        called={"text": "statement", "version": "statement_version"},
    ),
    Action(
        "withdrawals.withdraw",
        "登记退出",
        hint="公布候选人名单以后使用，须有本人书面申请。备选中联名人数最多的依次递补，并向居民公布。",
        button="登记",
        labels={"document": "本人的书面申请", "reason": "理由（不公布，可以不填）"},
        states=OPEN[Change.WITHDRAWALS],
    ),
    Action(
        "withdrawals.strike_off",
        "候选人除名",
        hint="候选人去世、被剥夺政治权利或者查出不符合条件时使用。选票已经印制的，姓名留在选票上，得票不计当选。",
        button="除名",
        labels={"document": "证明材料"},
        states=OPEN[Change.STRIKINGS],
    ),
)
