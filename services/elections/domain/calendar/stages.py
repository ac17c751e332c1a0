"""The stages of a statutory timetable: what happens when, who is responsible, and which limit of the law bounds it.

Templates are data (`rules/timetables/*.yaml`, read by `stage_parsing.py`); a rule set names those that hold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.rules.modes import Mode
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.elections.domain.rules.rule_set import RuleSet

POLLING_DAY = "polling_day"
"""What limits before the poll are counted from; others are counted from a stage."""
POLLING = "polling"
"""The stage that takes place on polling day: every template has it."""


class Responsible(Worded):
    """Who must see to a stage."""

    ELECTION_COMMITTEE = "election_committee", "居民选举委员会"
    RESIDENTS_COMMITTEE = "residents_committee", "居民委员会"
    PARTY_ORGANISATION = "party_organisation", "社区党组织"
    SUBDISTRICT = "subdistrict", "街道办事处"


class DoneBy(StrEnum):
    """What shows that a stage is done: a step of the state machine, another record, or a mark by hand."""

    STEP = "step"
    FACT = "fact"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Fulfilment:
    by: DoneBy
    code: str


@dataclass(frozen=True, slots=True)
class Bound:
    """So many days before polling day, or after `anchor`; periods that follow on each other are added one by one.

    `days` are numbers, or paths of numbers in the rule set. `excused_by` is the duty whose exception lifts the bound.
    """

    days: tuple[int | str, ...]
    anchor: str
    excused_by: str = ""

    @property
    def before_polling(self) -> bool:
        return self.anchor == POLLING_DAY

    def periods(self, rules: RuleSet) -> tuple[int, ...]:
        return tuple(each if isinstance(each, int) else number_at(each, rules) for each in self.days)


@dataclass(frozen=True, slots=True)
class Stage:
    """`begins` and `ends` are the usual days, from polling day. `event` tells of it, and has the notice."""

    code: str
    zh: str
    begins: int
    ends: int
    clause: str
    responsible: Responsible
    done_by: Fulfilment
    event: str | None = None
    after: tuple[str, ...] = ()
    earliest: Bound | None = None
    latest: Bound | None = None
    kinds: frozenset[ElectionKind] = frozenset(ElectionKind)
    modes: frozenset[Mode] = frozenset(Mode)

    def article(self, rules: RuleSet) -> str:
        """The clause of the part of the rule set that it names, else the article that it names itself."""
        return str(getattr(getattr(rules, self.clause, None), "clause", self.clause))


@dataclass(frozen=True, slots=True)
class Template:
    """Stages in an order in which each stands behind those that it waits for. `reminders`: days before a stage's last
    day on which whoever is responsible is reminded."""

    id: str
    reminders: tuple[int, ...]
    stages: tuple[Stage, ...]

    def stage(self, code: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.code == code), None)

    def fitting(self, kind: ElectionKind, mode: Mode) -> Template:
        """With the stages of such an election only; what waited for one that falls away waits for what that one
        waited for."""
        before = {stage.code: stage.after for stage in self.stages}
        kept = [stage for stage in self.stages if kind in stage.kinds and mode in stage.modes]
        codes = {stage.code for stage in kept}
        return replace(self, stages=tuple(replace(each, after=_nearest(each.after, codes, before)) for each in kept))


def _nearest(after: tuple[str, ...], kept: set[str], before: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    found: list[str] = []
    for code in after:
        found += [code] if code in kept else _nearest(before[code], kept, before)
    return tuple(dict.fromkeys(found))


def number_at(path: str, rules: RuleSet) -> int:
    """A number of the rule set by its path, such as `roll.days_before`. Raises LookupError for what is none."""
    value: object = rules
    for name in path.split("."):
        value = getattr(value, name, None)
    if type(value) is not int:
        raise LookupError(path)
    return value
