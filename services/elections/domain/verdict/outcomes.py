"""One contest's outcome (Art 19): who is elected, who must be voted on again, and the arithmetic of each.

Chance decides nothing: where equal votes stand at the last seat, none of the equals is elected.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from services.elections.domain.candidacy.contests import Ballot
    from services.elections.domain.candidacy.post import Post
    from services.elections.domain.counting.tally import Figures
    from services.elections.domain.rules.numbers import Finding
    from services.elections.domain.rules.rule_set import AnotherBallotRule, ElectedRule, RuleSet, TieRule


class BallotKind(StrEnum):
    """Which vote it is: the first, another ballot for the seats left (另行选举), one among the tied, or a recall."""

    FIRST = "first"
    ANOTHER = "another"
    REVOTE = "revote"
    RECALL = "recall"


class Outcome(Worded):
    FILLED = "filled", "足额选出"
    TIE = "tie", "票数相等，须重新投票"
    SHORT = "short", "名额不足，须另行选举"
    NO_WINNER = "no_winner", "无人当选，须另行选举"
    WOMEN = "women", "留一名额另行选举妇女成员"
    VOID = "void", "选举无效"
    RECALLED = "recalled", "罢免通过"
    KEPT = "kept", "罢免没有通过"


class Passed(Worded):
    """Why somebody with enough votes has no seat all the same."""

    HIGHER_POST = "higher_post", "已当选较高职务"
    RELATIVE = "relative", "与当选人有近亲属关系，应当回避"
    WOMAN_SEAT = "woman_seat", "名额留给妇女成员"
    STRUCK = "struck", "投票前后已除名，得票不计当选"


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate in the result. `holds`: the votes are enough, though a tie or `passed_over` may keep them from a
    seat.

    `votes` count with `carried`, which were given for a higher post and count towards this one (a local rule).
    """

    candidate_id: str
    votes: int
    elected: bool
    tied: bool
    holds: bool
    inequality: str
    clause: str
    carried: int = 0
    passed_over: Passed | None = None


@dataclass(frozen=True, slots=True)
class ContestVerdict:
    """`candidates` by votes, then in the order of the paper; `another_ballot` names who stands in the next vote.

    `women_seats` of the seats that are short are for women only. `write_ins` are votes for others by name: they are
    shown, and nobody is elected by them, for the law elects candidates (候选人获得…的选票, Art 19). `against` and
    `abstained` are by candidate, on papers that are marked beside each name; they decide nothing either.
    """

    post: Post
    seats: int
    outcome: Outcome
    seats_short: int
    void: int
    others: int
    candidates: tuple[Standing, ...]
    another_ballot: tuple[str, ...]
    women_seats: int = 0
    void_grounds: Mapping[str, int] = field(default_factory=dict)
    write_ins: Mapping[str, int] = field(default_factory=dict)
    against: Mapping[str, int] = field(default_factory=dict)
    abstained: Mapping[str, int] = field(default_factory=dict)

    @property
    def winners(self) -> tuple[str, ...]:
        return tuple(standing.candidate_id for standing in self.candidates if standing.elected)


@dataclass(frozen=True, slots=True)
class Before:
    """What the contests for higher posts have decided: persons elected there, relatives of those, votes by person."""

    elected: frozenset[str] = frozenset()
    relatives: frozenset[frozenset[str]] = frozenset()
    carried: Mapping[str, int] | None = None

    def bars(self, person: str, others: Collection[str] = ()) -> Passed | None:
        """Why the person cannot be elected beside those elected higher, and `others` with more votes in this
        contest."""
        if person in self.elected:
            return Passed.HIGHER_POST
        near = any(frozenset({person, other}) in self.relatives for other in (*self.elected, *others))
        return Passed.RELATIVE if near else None


NOTHING_BEFORE = Before()


def contest_outcome(
    ballot: Ballot,
    figures: Figures,
    voted: int,
    rules: RuleSet,
    *,
    kind: BallotKind = BallotKind.FIRST,
    before: Before = NOTHING_BEFORE,
) -> ContestVerdict:
    """`voted` is how many papers came out of the boxes: void ones are in the number of those who voted (Art 19).

    A first ballot elects by more than half of them, another ballot by most votes with at least a third of them.
    """
    votes = _with_carried(ballot, figures, before)
    tests = _tests(ballot, votes, voted, rule_of(kind, rules))
    ranked = _ranked(ballot, votes)
    passed_over = _passed_over(ballot, [each for each in ranked if tests[each].holds], before)
    passing = [each for each in ranked if tests[each].holds and votes[each] and each not in passed_over]
    winners, tied = _cut(passing, votes, ballot.seats)
    short = ballot.seats - len(winners)
    left = [each for each in ranked if each not in winners and each not in passed_over]
    again = tied or _stand_again(left, votes, short, rules.another_ballot.extra_candidates)
    standings = [
        replace(
            each, carried=each.votes - figures.votes[each.candidate_id], passed_over=passed_over.get(each.candidate_id)
        )
        for each in _standings(ranked, votes, tests, winners=winners, tied=tied)
    ]
    return _verdict(ballot, figures, _named(winners, tied, short), standings, again=again)


def rule_of(kind: BallotKind, rules: RuleSet) -> ElectedRule | AnotherBallotRule | TieRule:
    by_kind: dict[BallotKind, ElectedRule | AnotherBallotRule | TieRule] = {
        BallotKind.FIRST: rules.elected,
        BallotKind.ANOTHER: rules.another_ballot,
        BallotKind.REVOTE: rules.tie,
    }
    return by_kind[kind]


def void_contest(ballot: Ballot, figures: Figures, voted: int, rules: RuleSet) -> ContestVerdict:
    """The figures as they are, and nobody elected: the election is not valid and is held again as a whole."""
    tests = _tests(ballot, figures.votes, voted, rules.elected)
    standings = _standings(_ranked(ballot, figures.votes), figures.votes, tests, winners=(), tied=())
    return _verdict(ballot, figures, Outcome.VOID, standings, again=())


def _with_carried(ballot: Ballot, figures: Figures, before: Before) -> Mapping[str, int]:
    carried = before.carried or {}
    return {each: figures.votes[each] + carried.get(ballot.person(each), 0) for each in ballot.candidates}


def _tests(
    ballot: Ballot, votes: Mapping[str, int], whole: int, rule: ElectedRule | AnotherBallotRule | TieRule
) -> dict[str, Finding]:
    return {candidate: rule.share(votes[candidate], whole, rule.clause) for candidate in ballot.candidates}


def _passed_over(ballot: Ballot, ranked: Sequence[str], before: Before) -> dict[str, Passed]:
    """Who was struck off; of those with enough votes, who is elected higher already or must avoid a relative who goes
    before them."""
    passed_over: dict[str, Passed] = dict.fromkeys(ballot.struck, Passed.STRUCK)
    ahead: list[str] = []
    for candidate in ranked:
        person = ballot.person(candidate)
        if candidate in ballot.struck:
            continue
        if reason := before.bars(person, ahead[: ballot.seats]):
            passed_over[candidate] = reason
        else:
            ahead.append(person)
    return passed_over


def _named(winners: Sequence[str], tied: Sequence[str], short: int) -> Outcome:
    if tied:
        return Outcome.TIE
    if not short:
        return Outcome.FILLED
    return Outcome.SHORT if winners else Outcome.NO_WINNER


def _ranked(ballot: Ballot, votes: Mapping[str, int]) -> list[str]:
    """By votes; `sorted` is stable, so equals keep the order of the paper."""
    return sorted(ballot.candidates, key=lambda candidate: -votes[candidate])


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
    """第一次投票未当选的人员得票多的为候选人: one more than the seats, and all who equal the last of them."""
    wanted = short + extra
    if not short or len(ranked) <= wanted:
        return ranked if short else []
    return [candidate for candidate in ranked if votes[candidate] >= votes[ranked[wanted - 1]]]


def _standings(
    ranked: Sequence[str],
    votes: Mapping[str, int],
    tests: Mapping[str, Finding],
    *,
    winners: Sequence[str],
    tied: Sequence[str],
) -> list[Standing]:
    return [
        Standing(
            candidate_id=candidate,
            votes=votes[candidate],
            elected=candidate in winners,
            tied=candidate in tied,
            holds=tests[candidate].holds,
            inequality=tests[candidate].inequality,
            clause=tests[candidate].clause,
        )
        for candidate in ranked
    ]


def _verdict(
    ballot: Ballot, figures: Figures, outcome: Outcome, standings: Sequence[Standing], *, again: Sequence[str]
) -> ContestVerdict:
    return ContestVerdict(
        post=ballot.post,
        seats=ballot.seats,
        outcome=outcome,
        seats_short=ballot.seats - sum(standing.elected for standing in standings),
        void=figures.void,
        others=figures.others,
        candidates=tuple(standings),
        another_ballot=tuple(again),
        void_grounds=figures.void_grounds,
        write_ins=figures.write_ins,
        against=figures.against,
        abstained=figures.abstained,
    )
