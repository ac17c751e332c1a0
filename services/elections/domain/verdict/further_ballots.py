"""Another ballot for the seats left empty (Art 19), and the vote among the tied: what is voted on, and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from services.elections.domain.candidacy.post import Post
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.verdict.outcomes import Outcome
from shared.errors import Conflict, FieldError, Invalid

if TYPE_CHECKING:
    from services.elections.domain.rules.rule_set import AnotherBallotRule


@dataclass(frozen=True, slots=True)
class OpenContest:
    """`candidates` are ids of the first election's."""

    post: Post
    seats: int
    candidates: tuple[str, ...]


def open_contests(verdict: Mapping[str, Any]) -> dict[ElectionKind, list[OpenContest]]:
    """What a verdict (as facts) leaves to be voted on, by the kind of vote. Raises Conflict if it leaves nothing."""
    found: dict[ElectionKind, list[OpenContest]] = {}
    for contest in verdict["contests"]:
        if contest["another_ballot"]:
            tied = contest["outcome"] == Outcome.TIE
            kind = ElectionKind.REVOTE if tied else ElectionKind.ANOTHER_BALLOT
            opened = OpenContest(Post(contest["post"]), contest["seats_short"], tuple(contest["another_ballot"]))
            found.setdefault(kind, []).append(opened)
    if not found:
        raise Conflict("no_seats_open", "这次选举没有需要另行选举的名额。")
    return found


def check_day(polling_day: date, *, called_on: date, first: date, rule: AnotherBallotRule) -> None:
    """Raises Invalid for a day before the call, or too long after the `first` ballot's."""
    last = first + timedelta(days=rule.days_within)
    faults: list[FieldError] = []
    if polling_day < called_on:
        days = {"called_on": called_on.isoformat()}
        faults.append(FieldError("polling_day", "before_call", "投票日不能早于今天{called_on}。", days))
    if rule.days_within and polling_day > last:
        facts = {"days": rule.days_within, "last": last.isoformat()}
        message = "另行选举应在第一次投票后{days}日内举行，最迟{last}。"
        faults.append(FieldError("polling_day", "another_ballot_late", message, facts))
    if faults:
        raise Invalid("another_ballot_invalid", "另行选举的安排有误。", fields=faults)


def still_open(seats: Mapping[Post, int], filled: Sequence[tuple[Post, int]]) -> dict[Post, int]:
    """Seats by post that are empty after the further ballots, each of which filled so many."""
    taken = dict.fromkeys(seats, 0)
    for post, count in filled:
        taken[post] += count
    return {post: count - taken[post] for post, count in seats.items() if count > taken[post]}
