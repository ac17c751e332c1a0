"""Who of the pool fits a post, and why (R9, R45): the post's demands one by one, and what the team would become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.training.domain.learning.competencies import gaps
from services.training.domain.office.ages import age_on
from services.training.domain.office.cadres import Education, Party
from services.training.domain.team.post_rules import PostRule
from services.training.domain.team.reserves import Stage
from services.training.domain.team.structure import Group, Member, Rule, State

Rung = Education | Party
"""Words in an order, of which one reaches another."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """`member` is what they would be in the team."""

    id: str
    stage: Stage
    born: date
    education: Education | None
    party: Party | None
    levels: Mapping[str, int]
    member: Member
    ready_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A demand, and whether it is met. `message` is source text, told with `facts`."""

    code: str
    holds: bool
    message: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Match:
    """`breaks` and `mends` are the rules on structure that this person in the team would turn."""

    candidate: Candidate
    reasons: tuple[Reason, ...]
    breaks: tuple[str, ...]
    mends: tuple[str, ...]

    @property
    def unmet(self) -> int:
        return sum(not reason.holds for reason in self.reasons)

    @property
    def rank(self) -> tuple[int, int, int, date, str]:
        """Fewest demands unmet, least harm and most good to the team; then whoever is ready longest."""
        ready = self.candidate.ready_on or date.max
        return (self.unmet, len(self.breaks), -len(self.mends), ready, self.candidate.id)


def match(candidate: Candidate, rule: PostRule, team: Group, structure: Iterable[Rule], on: date) -> Match:
    turned = [(each.code, *_turn(each, team, candidate.member, on)) for each in structure]
    breaks = tuple(code for code, was, now in turned if was is State.MET and now is State.BROKEN)
    mends = tuple(code for code, was, now in turned if was is State.BROKEN and now is State.MET)
    return Match(candidate, tuple(_reasons(candidate, rule, on)), breaks, mends)


def best_first(matches: Iterable[Match]) -> list[Match]:
    return sorted(matches, key=lambda each: each.rank)


def _turn(rule: Rule, team: Group, joining: Member, on: date) -> tuple[State, State]:
    return rule.find(team, on).state, rule.find(team.with_changes([joining], ()), on).state


def _reasons(candidate: Candidate, rule: PostRule, on: date) -> Iterator[Reason]:
    yield Reason("ready", candidate.stage is Stage.READY, "培养阶段：{stage}。", {"stage": candidate.stage.zh})
    age = age_on(candidate.born, on)
    facts: dict[str, Any] = {"age": age, "least": rule.least_age, "most": rule.most_age}
    yield Reason("age", rule.least_age <= age <= rule.most_age, "{age}岁，要求{least}至{most}岁。", facts)
    yield _reaching("education", candidate.education, rule.education, "学历：{has}，要求{wants}以上。")
    yield _reaching("party", candidate.party, rule.party, "政治面貌：{has}，要求{wants}以上。")
    missing = sum(gap.missing for gap in gaps(candidate.levels, [rule.levels]))
    yield Reason("levels", missing == 0, "能力等级共差{missing}级。", {"missing": missing})


def _reaching(code: str, has: Rung | None, wants: Rung, message: str) -> Reason:
    """What is not known of somebody is not met, unless the least is asked for, which everybody has."""
    holds = wants in (Education.PRIMARY, Party.NONE) if has is None else has.reaches(wants)  # type: ignore[arg-type]
    return Reason(code, holds, message, {"has": "未登记" if has is None else has.zh, "wants": wants.zh})
