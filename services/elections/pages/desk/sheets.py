"""Tally sheets at the desk: typed twice, and read again where two people differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.elections.domain.candidacy.namesakes import told_apart
from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.void_grounds import VOID_GROUNDS
from services.elections.domain.procedure.changes import OPEN, Change
from services.elections.domain.rules.rule_set import PaperRule, PaperStyle
from services.elections.store.rule_sets import rule_set
from shared.messages import translate
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices, Field, Rows
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Section, Table

_WRITE_INS = 3
"""Lines for other persons on the form: who got votes on more of them is on the form as a file."""


def _sheet(ids: Ids) -> list[Field | Rows]:
    """The figures of a station's sheet in the order of the paper form."""
    return list(_figures(ids["election_id"]))


def _figures(election_id: str) -> Iterator[Field | Rows]:
    yield _number("sheet", "计票单号")
    yield _number("issued", "发出选票")
    yield _number("recovered", "收回选票")
    standing = ask(f"/api/v1/elections/{election_id}/candidates")["items"]
    shown = ask(f"/api/v1/elections/{election_id}")
    paper = rule_set(shown["rule_set"]).paper
    for contest in shown["contests"]:
        post = Post(contest["post"])
        yield from _of_contest(post, [each for each in standing if each["post"] == post], paper)


def _of_contest(post: Post, candidates: Sequence[Mapping[str, Any]], paper: PaperRule) -> Iterator[Field | Rows]:
    path, title = f"contests.{post}", translate(post.zh)
    marks = {"votes": "赞成", "against": "反对", "abstained": "弃权"} if paper.style is PaperStyle.MARKS else {}
    names = told_apart([candidate["name"] for candidate in candidates])
    for candidate, name in zip(candidates, names, strict=True):
        for part, word in (marks or {"votes": ""}).items():
            named = f"{title} · {name}" + (f" · {translate(word)}" if word else "")
            yield _number(f"{path}.{part}.{candidate['id']}", named)
    if paper.write_in:
        yield _number(f"{path}.others", f"{title} · {translate('另选他人')}")
        yield _write_ins(f"{path}.write_ins", f"{title} · {translate('另选他人的姓名和得票（没有的不填）')}")
    yield _number(f"{path}.void", f"{title} · {translate('废票')}")
    for ground in paper.void_grounds:
        named = f"{title} · {translate('废票')} · {translate(VOID_GROUNDS.get(ground, ground))}"
        yield Field(name=f"{path}.void_grounds.{ground}", label=named, kind="number", required=False)


def _write_ins(path: str, label: str) -> Rows:
    names = [f"{path}.{line}" for line in range(_WRITE_INS)]
    return Rows(
        name=path,
        label=label,
        lines=tuple((_text(f"{name}.name", "姓名"), _number(f"{name}.votes", "得票")) for name in names),
    )


def _text(name: str, label: str) -> Field:
    return Field(name=name, label=label, kind="text", required=True)


def _number(name: str, label: str) -> Field:
    return Field(name=name, label=label, kind="number", required=True)


SECTIONS = (
    Section(
        "doubtful",
        "疑问票",
        (
            Table(
                "/api/v1/elections/{id}/doubtful-papers",
                (
                    Column("station", "投票站"),
                    Column("sheet", "计票单号"),
                    Column("papers", "张数"),
                    Column("ground", "疑问"),
                    Column("decision", "认定"),
                    Column("decided_by", "作出认定的成员", "names"),
                    Column("note", "说明"),
                ),
            ),
            Table(
                "/api/v1/elections/{id}/stations",
                (Column("name", "投票站"),),
                title="记录认定",
                id_name="station_id",
                actions=("papers.decide_doubtful",),
            ),
        ),
        hint="疑问票在公开唱票以前由居民选举委员会认定，没有疑问票的不填。",
    ),
    Section(
        "sheets",
        "计票单",
        (
            Table(
                "/api/v1/elections/{id}/tally",
                (
                    Column("station", "投票站"),
                    Column("sheet", "计票单号"),
                    Column("entered_by", "已录入", "names"),
                    Column("agreed", "一致", "yes"),
                    Column("differences", "不一致处", "differences"),
                ),
                id_name="station_id",
                fills=(("sheet", "sheet"), ("id.number", "sheet")),
                about=("station", "sheet"),
                actions=("entries.enter", "entries.enter_file", "images.attach"),
            ),
        ),
        hint="每张计票单由两人各录入一次，互相看不到对方的数字。扫描影像不能更换，重新上传的会另存一份。",
    ),
    Section("disagreements", "录入不一致的计票单"),
)


_COLUMNS = "前几行是投票站、计票单号、发出选票、收回选票；下面是表格，列：职务、候选人、赞成票。"


def _grounds(ids: Ids) -> Mapping[str, Choices]:
    shown = ask(f"/api/v1/elections/{ids['election_id']}")
    grounds = rule_set(shown["rule_set"]).paper.void_grounds
    return {"ground": [(ground, VOID_GROUNDS.get(ground, ground)) for ground in grounds]}


ACTIONS = (
    Action(
        "papers.decide_doubtful",
        "记录疑问票的认定",
        button="保存",
        labels={"ground": "疑问", "decision": "认定", "note": "说明"},
        choices=_grounds,
        states=OPEN[Change.DOUBTFUL],
    ),
    Action(
        "entries.enter",
        "录入计票单",
        hint="请照着纸质计票单录入，没有的填0。",
        button="提交",
        form=_sheet,
        states=OPEN[Change.ENTRIES],
    ),
    Action("entries.enter_file", "上传计票单表格", hint=_COLUMNS, button="上传", states=OPEN[Change.ENTRIES]),
    Action(
        "images.attach", "上传计票单影像", hint="JPEG、PNG或PDF，最大10MB。", button="上传", states=OPEN[Change.IMAGES]
    ),
)
