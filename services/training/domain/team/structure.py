"""What a community's team must be like: live verdicts, the day on which one turns, and what if somebody comes or goes.

The rules are data (`rules/structure.yaml`). Ages are in whole years, shares are compared as integers; what is not known
of a member (education) makes a verdict `unknown` only where it could turn it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Protocol

from services.training.domain.office.ages import age_on, birthday
from services.training.domain.office.cadres import Education, Sex
from services.training.domain.office.posts import Team


class State(StrEnum):
    MET = "met"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class Why(StrEnum):
    BIRTHDAY = "birthday"
    LEAVES = "leaves"


@dataclass(frozen=True, slots=True)
class Member:
    """`until` is the first day on which they are gone, as far as that is known."""

    id: str
    name: str
    sex: Sex
    born: date
    education: Education | None = None
    teams: frozenset[Team] = frozenset({Team.COMMITTEE})
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A community's members of all teams, and who of them are near relatives (pairs of ids)."""

    members: tuple[Member, ...]
    relatives: frozenset[frozenset[str]] = frozenset()

    def on(self, day: date, teams: Collection[Team]) -> Group:
        """Those of the teams who are there on the day."""
        there = (each for each in self.members if each.until is None or each.until > day)
        return replace(self, members=tuple(each for each in there if not each.teams.isdisjoint(teams)))

    def with_changes(self, joins: Iterable[Member], leaves: Collection[str]) -> Group:
        """Who joins and is there already is of both teams then."""
        coming = {each.id: each for each in joins}
        stay = [each for each in self.members if each.id not in leaves]
        merged = [
            replace(each, teams=each.teams | coming.pop(each.id).teams) if each.id in coming else each for each in stay
        ]
        return replace(self, members=(*merged, *coming.values()))


@dataclass(frozen=True, slots=True)
class Finding:
    """`message` is source text, told with `facts`."""

    state: State
    message: str
    facts: Mapping[str, Any]


class Check(Protocol):
    def find(self, group: Group, on: date, /) -> Finding:
        """The verdict on the members; they are never none."""


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    name: str
    teams: tuple[Team, ...]
    clause: str
    check: Check

    def find(self, group: Group, on: date) -> Finding:
        present = group.on(on, self.teams)
        return self.check.find(present, on) if present.members else Finding(State.UNKNOWN, "没有登记成员。", {})


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a verdict turns on a day: somebody's birthday (`age` is what they become), or that they leave."""

    member: Member
    why: Why
    age: int


@dataclass(frozen=True, slots=True)
class Change:
    on: date
    before: State
    finding: Finding
    causes: tuple[Cause, ...]

    @property
    def breaks(self) -> bool:
        return self.finding.state is State.BROKEN


def forecast(rule: Rule, group: Group, on: date, until: date) -> Iterator[Change]:
    """Every day after `on`, to `until`, on which the verdict turns if nobody comes."""
    before = rule.find(group, on).state
    for day, causes in _moments(group.on(on, rule.teams), on, until).items():
        finding = rule.find(group, day)
        if finding.state is not before:
            yield Change(day, before, finding, tuple(causes))
            before = finding.state


def next_break(changes: Iterable[Change]) -> Change | None:
    return next((each for each in changes if each.breaks), None)


def _moments(group: Group, on: date, until: date) -> dict[date, list[Cause]]:
    """The days on which somebody becomes older or leaves, in order."""
    found: dict[date, list[Cause]] = {}
    for member in group.members:
        for day, cause in _of_member(member, on, until):
            found.setdefault(day, []).append(cause)
    return dict(sorted(found.items()))


def _of_member(member: Member, on: date, until: date) -> Iterator[tuple[date, Cause]]:
    last = until if member.until is None else min(until, member.until - timedelta(days=1))
    age = age_on(member.born, on) + 1
    while (day := birthday(member.born, age)) <= last:
        yield day, Cause(member, Why.BIRTHDAY, age)
        age += 1
    if member.until is not None and on < member.until <= until:
        yield member.until, Cause(member, Why.LEAVES, age_on(member.born, member.until))
