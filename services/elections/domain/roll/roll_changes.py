"""Additions to a roll and removals from it, each for one of the reasons that are reported (四增四减), and the checks
of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.elections.domain.rules.modes import Mode
from shared.errors import Missing
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.elections.domain.rules.rule_set import RuleSet


class ChangeReason(Worded):
    """`correction` is an entry that was wrong; it is neither an addition nor a removal in the statistics."""

    TURNED_18 = "turned_18", "年满十八周岁"
    MOVED_IN = "moved_in", "迁入"
    FAMILY_IN = "family_in", "因婚姻家庭迁入"
    RIGHTS_RESTORED = "rights_restored", "恢复政治权利"
    MOVED_OUT = "moved_out", "迁出"
    FAMILY_OUT = "family_out", "因婚姻家庭迁出"
    DIED = "died", "去世"
    RIGHTS_LOST = "rights_lost", "被剥夺政治权利"
    CORRECTION = "correction", "更正登记错误"


ADDING = (
    ChangeReason.TURNED_18,
    ChangeReason.MOVED_IN,
    ChangeReason.FAMILY_IN,
    ChangeReason.RIGHTS_RESTORED,
    ChangeReason.CORRECTION,
)
REMOVING = (
    ChangeReason.MOVED_OUT,
    ChangeReason.FAMILY_OUT,
    ChangeReason.DIED,
    ChangeReason.RIGHTS_LOST,
    ChangeReason.CORRECTION,
)


class RollCheckKind(Worded):
    """What is checked of a whole roll: political rights (Art 16), and the applications of community workers."""

    RIGHTS = "rights", "政治权利核查"
    WORKERS = "workers", "社区工作者参选确认"


class DuplicateChoice(Worded):
    """What was found of an elector who stands on another community's roll, too: nobody votes in two places."""

    KEEP = "keep", "在本社区参选"
    DIFFERENT = "different", "经核实不是同一人"


@dataclass(frozen=True, slots=True)
class RollFacts:
    """`workers` are community workers on the roll, `duplicates` electors on two rolls of whom nothing is decided
    yet."""

    checked: frozenset[RollCheckKind] = frozenset()
    workers: int = 0
    duplicates: int = 0
    objections_open: int = 0
    households: int | None = None


def publication_duties(roll: RollFacts, electors: int, mode: Mode, rules: RuleSet) -> Iterator[Missing | None]:
    clause = rules.electors.clause
    if RollCheckKind.RIGHTS not in roll.checked:
        yield Missing("rights_unchecked", "选民的政治权利还没有经有关部门核查。", clause)
    if roll.workers and RollCheckKind.WORKERS not in roll.checked:
        facts = {"count": roll.workers}
        yield Missing("workers_unconfirmed", "名单中有{count}名社区工作者，还没有经居民选举委员会确认。", clause, facts)
    if roll.duplicates:
        facts = {"count": roll.duplicates}
        message = "有{count}名选民同时登记在其他社区的名单上，须核实后决定在哪里参选。"
        yield Missing("duplicates_open", message, clause, facts)
    if mode is not Mode.ALL:
        yield _delegates(roll.households, electors, mode, rules)


def objection_duty(roll: RollFacts, rules: RuleSet) -> Missing | None:
    """居民选举委员会应当自收到申诉之日起三日内作出处理决定 (Art 17)."""
    if not roll.objections_open:
        return None
    facts = {"count": roll.objections_open}
    return Missing("objections_open", "有{count}件对名单的申诉还没有作出处理决定。", rules.roll.clause, facts)


def _delegates(households: int | None, delegates: int, mode: Mode, rules: RuleSet) -> Missing | None:
    """In the other modes the roll lists who votes: a delegate for each household, a representative for 20 to 50 of
    them."""
    rule = rules.representatives
    if households is None:
        return Missing("households_missing", "还没有填写本社区的户数，不能核对代表人数。", rule.clause)
    facts = {"households": households, "delegates": delegates}
    if mode is Mode.HOUSEHOLD and delegates > households:
        message = "户代表{delegates}人，多于户数{households}。"
        return Missing("delegates_too_many", message, rules.turnout.clause, facts)
    fewest, most = -(-households // rule.households_most), -(-households // rule.households_least)
    if mode is Mode.REPRESENTATIVES and not fewest <= delegates <= most:
        message = "{households}户应推选居民代表{fewest}至{most}人，现有{delegates}人。"
        return Missing("representatives_number", message, rule.clause, facts | {"fewest": fewest, "most": most})
    return None
