"""From nominee to candidate: the joint nomination verified, the statutory bars checked, the nomination accepted (Art
18)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.elections.domain.roll.persons import Nomination, Sex
from services.elections.domain.rules.rule_set import CandidateOrder
from shared.errors import FieldError, Invalid, Missing
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from services.elections.domain.candidacy.candidate_order import Placed
    from services.elections.domain.rules.rule_set import RuleSet

BARS = {
    "expelled_from_party": "被开除党籍",
    "criminal_punishment": "因犯罪受过刑事处罚",
    "organised_crime": "涉黑涉恶",
    "illegal_religion": "参与非法宗教或者邪教活动",
}
"""By the codes of `rules.nomination.bars`: what keeps a person from standing."""


SEEN = {"age": "选举日年满规定年龄", "roll": "在选民名单上"}
"""What the system sees by itself."""


class ChecksState(Worded):
    """What the checks of a candidate come to."""

    UNCHECKED = "unchecked", "还没有完成"
    FIT = "fit", "符合条件"
    BARRED = "barred", "不符合条件"


def checks_state(results: Mapping[str, bool], bars: Collection[str]) -> ChecksState:
    """`results` say of each item that was checked whether it was passed."""
    if not all(results.values()):
        return ChecksState.BARRED
    return ChecksState.FIT if results.keys() >= set(bars) else ChecksState.UNCHECKED


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A candidate with what was done before the list is published. `nominators` counts those who are on the roll
    still; `on_roll` says so of the candidate, and is true where the roll names delegates only."""

    placed: Placed
    sex: Sex
    nominators: int = 0
    on_roll: bool = True
    checks: Mapping[str, bool] = field(default_factory=dict)
    accepted: bool = False

    @property
    def name(self) -> str:
        return self.placed.name


@dataclass(frozen=True, slots=True)
class NominationFacts:
    """What the duties are judged by: of those who stand, the names or the number of those with whom something is
    wrong."""

    candidates: int = 0
    women: int = 0
    unverified: tuple[str, ...] = ()
    unregistered: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    unchecked: int = 0
    unaccepted: int = 0
    strokes_unknown: tuple[str, ...] = ()


def facts_of(reviewed: Sequence[Reviewed], rules: RuleSet) -> NominationFacts:
    rule = rules.nomination
    states = [checks_state(each.checks, rule.bars) for each in reviewed]
    return NominationFacts(
        candidates=len(reviewed),
        women=sum(each.sex is Sex.FEMALE for each in reviewed),
        unverified=tuple(each.name for each in reviewed if _unverified(each, rule.joint_electors)),
        unregistered=tuple(each.name for each in reviewed if not each.on_roll),
        barred=tuple(each.name for each, state in zip(reviewed, states, strict=True) if state is ChecksState.BARRED),
        unchecked=states.count(ChecksState.UNCHECKED),
        unaccepted=sum(not each.accepted for each in reviewed),
        strokes_unknown=tuple(each.name for each in reviewed if each.placed.counted is None),
    )


def _unverified(reviewed: Reviewed, needed: int) -> bool:
    return reviewed.placed.nominated_by is Nomination.JOINT and reviewed.nominators < needed


def may_be_put_up(reviewed: Reviewed, rules: RuleSet) -> bool:
    """Whether all is done without which nobody is on the paper: who takes a free place later is no exception."""
    rule = rules.nomination
    fit = checks_state(reviewed.checks, rule.bars) is ChecksState.FIT
    return fit and reviewed.accepted and reviewed.on_roll and not _unverified(reviewed, rule.joint_electors)


def nomination_duties(facts: NominationFacts, rules: RuleSet) -> Iterator[Missing | None]:
    """Before the candidates are published."""
    rule = rules.nomination
    if facts.unverified:
        named = {"names": "、".join(facts.unverified), "needed": rule.joint_electors}
        message = "{names}由选民联名提名，已核对、仍在选民名单上的联名选民不足{needed}名，请登记联名选民。"
        yield Missing("nominators_unchecked", message, rule.clause, named)
    if facts.unregistered:
        named = {"names": "、".join(facts.unregistered)}
        message = "选民名单上没有{names}，未登记的居民不能作候选人，请先登记，或者从候选人名单中删除。"
        yield Missing("candidates_not_on_roll", message, rules.electors.clause, named)
    if facts.barred:
        named = {"names": "、".join(facts.barred)}
        message = "{names}经审查不符合候选人条件，应当先从候选人名单中删除。"
        yield Missing("candidates_barred", message, rule.clause, named)
    if facts.unchecked:
        message = "有{count}名候选人还没有完成资格审查，请记录审查结果。"
        yield Missing("candidates_unchecked", message, rule.clause, {"count": facts.unchecked})
    if facts.unaccepted:
        message = "有{count}名候选人还没有表示接受提名，请登记本人的意见。"
        yield Missing("candidates_unaccepted", message, rule.clause, {"count": facts.unaccepted})
    yield from _of_all(facts, rules)


def _of_all(facts: NominationFacts, rules: RuleSet) -> Iterator[Missing | None]:
    """Of the list as a whole: a woman is among the candidates, and an order can be made of it."""
    if rules.committee.women and facts.candidates and not facts.women:
        message = "居民委员会成员中应当有妇女，候选人中还没有女性，请增加提名。"
        yield Missing("candidates_no_woman", message, rules.committee.clause)
    if rules.nomination.order is CandidateOrder.STROKES and facts.strokes_unknown:
        named = {"names": "、".join(facts.strokes_unknown)}
        message = "候选人按姓氏笔画排列，系统不知道{names}的姓氏有几画，请填写。"
        yield Missing("strokes_unknown", message, rules.nomination.clause, named)


def standing_duties(facts: NominationFacts, rules: RuleSet) -> Iterator[Missing | None]:
    """Before the poll: what was found of somebody after the list was published strikes them off it (Art 16, 18)."""
    if facts.barred:
        named = {"names": "、".join(facts.barred)}
        message = "{names}经查不符合候选人条件，应当先从公布的候选人名单中除名。"
        yield Missing("published_barred", message, rules.nomination.clause, named)
    if facts.unregistered:
        named = {"names": "、".join(facts.unregistered)}
        message = "选民名单上已经没有{names}，应当先从公布的候选人名单中除名。"
        yield Missing("published_not_on_roll", message, rules.electors.clause, named)


def check_record(items: Collection[str], *, on: date, today: date, rules: RuleSet) -> None:
    """Raises Invalid for an item that is no bar under the election's rules, and for a day that is still to come."""
    rule = rules.nomination
    faults = [
        FieldError(
            "items",
            "item_not_checked",
            "本次选举的规则没有“{item}”这项审查（{article}）。",
            {"item": BARS.get(item, item), "article": rule.clause},
        )
        for item in items
        if item not in rule.bars
    ]
    faults += days_ahead(on, today)
    if faults:
        raise Invalid("nomination_record_invalid", "登记有误，请按提示核对。", fields=faults)


def days_ahead(on: date, today: date) -> list[FieldError]:
    """What happened is recorded afterwards."""
    if on <= today:
        return []
    facts = {"on": on.isoformat(), "today": today.isoformat()}
    return [FieldError("on", "date_in_future", "日期{on}还没有到，今天是{today}。", facts)]
