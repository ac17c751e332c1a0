"""Contests: the posts to be filled and what each one's part of the ballot paper offers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shared.errors import FieldError, Invalid, Missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.elections.domain.candidacy.post import Post
    from services.elections.domain.rules.rule_set import CommitteeRule


@dataclass(frozen=True, slots=True)
class Contest:
    post: Post
    seats: int


@dataclass(frozen=True, slots=True)
class ContestFacts:
    """How many stand for how many seats."""

    post: Post
    seats: int
    candidates: int


@dataclass(frozen=True, slots=True)
class Ballot:
    """One contest as printed: the candidates' ids stand in the order given, which also orders equal votes in lists.

    `persons` says which person a candidate is where one stands for several posts: the candidate's id if it is not
    named. `women` are the candidates who are, `names` what is printed, by candidate. `struck` are on the paper and
    cannot be elected any more.
    """

    post: Post
    seats: int
    candidates: tuple[str, ...]
    persons: Mapping[str, str] = field(default_factory=dict)
    women: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    struck: frozenset[str] = frozenset()

    def person(self, candidate: str) -> str:
        return self.persons.get(candidate, candidate)


def check_contests(contests: Sequence[Contest]) -> None:
    """Raises Invalid for a post named twice or a contest without a seat."""
    times = Counter(contest.post for contest in contests)
    faults: list[FieldError] = []
    for place, contest in enumerate(contests):
        if contest.seats < 1:
            faults.append(FieldError(f"contests.{place}.seats", "seats_none", "应选名额至少为1。"))
        if times[contest.post] > 1:
            facts = {"post_name": contest.post.zh}
            faults.append(FieldError(f"contests.{place}.post", "post_doubled", "职务“{post_name}”重复。", facts))
    if faults:
        raise Invalid("contests_invalid", "职务和名额有误。", fields=faults)


def committee_size(seats: int, rule: CommitteeRule) -> Missing | None:
    """The committee has 5 to 9 members in all (Art 8), both included."""
    if rule.least <= seats <= rule.most:
        return None
    facts = {"seats": seats, "least": rule.least, "most": rule.most}
    message = "居民委员会由{least}至{most}人组成，现在的名额共{seats}人。"
    return Missing("committee_size", message, rule.clause, facts)
