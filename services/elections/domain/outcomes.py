"""One contest's outcome (Art 19): who is elected, who must be voted on again, and the arithmetic of each.

Chance decides nothing: where equal votes stand at the last seat, none of the equals is elected.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.elections.domain.contests import Ballot
    from services.elections.domain.numbers import Finding
    from services.elections.domain.post import Post
    from services.elections.domain.rule_set import AnotherBallotRule, ElectedRule, RuleSet
    from services.elections.domain.tally import Figures


class Outcome(StrEnum):
    FILLED = "filled"
    TIE = "tie"
    SHORT = "short"
    NO_WINNER = "no_winner"
    VOID = "void"

    @property
    def zh(self) -> str:
        return _ZH[self]


_ZH = {
    Outcome.FILLED: "足额选出",
    Outcome.TIE: "票数相等，须重新投票",
    Outcome.SHORT: "名额不足，须另行选举",
    Outcome.NO_WINNER: "无人当选，须另行选举",
    Outcome.VOID: "选举无效",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate in the result. `holds`: the votes are enough, though a tie may still keep them from a seat."""

    candidate_id: str
    votes: int
    elected: bool
    tied: bool
    holds: bool
    inequality: str
    clause: str


@dataclass(frozen=True, slots=True)
class ContestVerdict:
    """`candidates` by votes, then in the order of the paper; `another_ballot` names who stands in the next vote."""

    post: Post
    seats: int
    outcome: Outcome
    seats_short: int
    void: int
    others: int
    candidates: tuple[Standing, ...]
    another_ballot: tuple[str, ...]


def first_ballot(ballot: Ballot, figures: Figures, voted: int, rules: RuleSet) -> ContestVerdict:
    """获得参加投票的人员过半数的选票，始得当选: void papers are in the number of those who voted."""
    tests = _tests(ballot, figures, voted, rules.elected)
    return _outcome(ballot, figures, tests, rules)


def another_ballot(ballot: Ballot, figures: Figures, cast: int, rules: RuleSet) -> ContestVerdict:
    """得票多的当选，但是所得票数不得少于已投选票总数的三分之一. `ballot.seats` are the seats still open."""
    tests = _tests(ballot, figures, cast, rules.another_ballot)
    return _outcome(ballot, figures, tests, rules)


def void_contest(ballot: Ballot, figures: Figures, voted: int, rules: RuleSet) -> ContestVerdict:
    """The figures as they are, and nobody elected: the election is not valid and is held again as a whole."""
    tests = _tests(ballot, figures, voted, rules.elected)
    standings = _standings(_ranked(ballot, figures), figures, tests, winners=(), tied=())
    return _verdict(ballot, figures, Outcome.VOID, standings, again=())


def _tests(ballot: Ballot, figures: Figures, whole: int, rule: ElectedRule | AnotherBallotRule) -> dict[str, Finding]:
    return {candidate: rule.share(figures.votes[candidate], whole, rule.clause) for candidate in ballot.candidates}


def _outcome(ballot: Ballot, figures: Figures, tests: Mapping[str, Finding], rules: RuleSet) -> ContestVerdict:
    ranked = _ranked(ballot, figures)
    passing = [candidate for candidate in ranked if tests[candidate].holds and figures.votes[candidate]]
    winners, tied = _cut(passing, figures.votes, ballot.seats)
    short = ballot.seats - len(winners)
    left = [candidate for candidate in ranked if candidate not in winners]
    again = tied or _stand_again(left, figures.votes, short, rules.another_ballot.extra_candidates)
    standings = _standings(ranked, figures, tests, winners=winners, tied=tied)
    return _verdict(ballot, figures, _named(winners, tied, short), standings, again=again)


def _named(winners: Sequence[str], tied: Sequence[str], short: int) -> Outcome:
    if tied:
        return Outcome.TIE
    if not short:
        return Outcome.FILLED
    return Outcome.SHORT if winners else Outcome.NO_WINNER


def _ranked(ballot: Ballot, figures: Figures) -> list[str]:
    """By votes; `sorted` is stable, so equals keep the order of the paper."""
    return sorted(ballot.candidates, key=lambda candidate: -figures.votes[candidate])


def _cut(ranked: list[str], votes: Mapping[str, int], seats: int) -> tuple[list[str], list[str]]:
    """Those within the seats, and those equal at the cut when they do not all fit."""
    if len(ranked) <= seats:
        return ranked, []
    first_out = votes[ranked[seats]]
    winners = [candidate for candidate in ranked[:seats] if votes[candidate] > first_out]
    if len(winners) == seats:
        return winners, []
    return winners, [candidate for candidate in ranked if votes[candidate] == first_out]


def _stand_again(ranked: list[str], votes: Mapping[str, int], short: int, extra: int) -> list[str]:
    """第一次投票未当选的人员得票多的为候选人: one more than the seats, and all who equal the last of them.

    Persons who were written in are counted on sheets without their names, so they cannot be named here.
    """
    wanted = short + extra
    if not short or len(ranked) <= wanted:
        return ranked if short else []
    return [candidate for candidate in ranked if votes[candidate] >= votes[ranked[wanted - 1]]]


def _standings(
    ranked: Sequence[str],
    figures: Figures,
    tests: Mapping[str, Finding],
    *,
    winners: Sequence[str],
    tied: Sequence[str],
) -> tuple[Standing, ...]:
    return tuple(
        Standing(
            candidate_id=candidate,
            votes=figures.votes[candidate],
            elected=candidate in winners,
            tied=candidate in tied,
            holds=tests[candidate].holds,
            inequality=tests[candidate].inequality,
            clause=tests[candidate].clause,
        )
        for candidate in ranked
    )


def _verdict(
    ballot: Ballot, figures: Figures, outcome: Outcome, standings: tuple[Standing, ...], *, again: Sequence[str]
) -> ContestVerdict:
    return ContestVerdict(
        post=ballot.post,
        seats=ballot.seats,
        outcome=outcome,
        seats_short=ballot.seats - sum(standing.elected for standing in standings),
        void=figures.void,
        others=figures.others,
        candidates=standings,
        another_ballot=tuple(again),
    )
