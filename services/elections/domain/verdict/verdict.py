"""The verdict on an election: whether it is valid, and who is elected (Art 8, 19)."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from services.elections.domain.committee.recalls import recall_contests
from services.elections.domain.rules.numbers import Finding, at_most
from services.elections.domain.verdict.outcomes import BallotKind, Before, ContestVerdict, contest_outcome, void_contest
from services.elections.domain.verdict.women import with_women

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from services.elections.domain.candidacy.contests import Ballot
    from services.elections.domain.counting.counting import Totals
    from services.elections.domain.counting.tally import Sheet
    from services.elections.domain.rules.modes import Mode
    from services.elections.domain.rules.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class Poll:
    """What is voted on and by whom, beside the papers.

    `electors` is who might vote: in the other modes, the delegates or the representatives. `relatives` are pairs of
    persons who are near relatives (Art 8), `elected` the persons who have a seat already, `women_needed` how many of
    those to be elected must be women.
    """

    electors: int
    mode: Mode
    kind: BallotKind = BallotKind.FIRST
    relatives: frozenset[frozenset[str]] = frozenset()
    elected: frozenset[str] = frozenset()
    women_needed: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """`papers` are the tests on the whole poll's papers; one that fails makes the election void, whatever the votes.

    `turnout` holds for another ballot, too, where the rules ask for none: the line of arithmetic is there all the same.
    """

    valid: bool
    electors: int
    issued: int
    voted: int
    papers: tuple[Finding, ...]
    turnout: Finding
    contests: tuple[ContestVerdict, ...]

    def as_facts(self) -> dict[str, Any]:
        """Plain JSON: what is stored, shown and told."""
        return asdict(self)


def decide(ballots: Sequence[Ballot], totals: Totals, poll: Poll, rules: RuleSet) -> Verdict:
    """`ballots` from the highest post to the lowest: who is elected to one is not elected to the next."""
    if poll.kind is BallotKind.RECALL:
        return _decide_recall(ballots, totals, poll, rules)
    sheet = totals.sheet
    papers = paper_tests(sheet, poll.electors, rules)
    turnout = rules.turnout.share(poll.mode)(sheet.recovered, poll.electors, rules.turnout.clause)
    needs_turnout = poll.kind is BallotKind.FIRST or rules.another_ballot.turnout
    valid = (turnout.holds or not needs_turnout) and all(test.holds for test in papers)
    if valid:
        contests = with_women(ballots, _contests(ballots, sheet, poll, rules), poll.women_needed, rules)
    else:
        contests = [void_contest(each, sheet.contests[each.post], sheet.recovered, rules) for each in ballots]
    return Verdict(valid, poll.electors, sheet.issued, sheet.recovered, papers, turnout, tuple(contests))


def _decide_recall(ballots: Sequence[Ballot], totals: Totals, poll: Poll, rules: RuleSet) -> Verdict:
    """按照产生时的选举方式投票 (Art 20): the same papers, with the shares of a recall; nobody is elected."""
    sheet, rule = totals.sheet, rules.recall
    papers = paper_tests(sheet, poll.electors, rules)
    turnout = rule.turnout.share(poll.mode)(sheet.recovered, poll.electors, rule.turnout.clause)
    valid = turnout.holds and all(test.holds for test in papers)
    contests = recall_contests(ballots, sheet, rule, valid=valid)
    return Verdict(valid, poll.electors, sheet.issued, sheet.recovered, papers, turnout, tuple(contests))


def paper_tests(sheet: Sheet, electors: int, rules: RuleSet) -> tuple[Finding, ...]:
    """收回选票多于发出选票的，选举无效; nor can more have voted than there are electors, who have one paper each."""
    if not rules.papers.over_issued_voids:
        return ()
    clause = rules.papers.clause
    return at_most(sheet.recovered, sheet.issued, clause), at_most(sheet.recovered, electors, clause)


def _contests(ballots: Sequence[Ballot], sheet: Sheet, poll: Poll, rules: RuleSet) -> list[ContestVerdict]:
    """From the highest post down: one person has one seat, near relatives avoid each other, votes may count down."""
    elected, carried, decided = set(poll.elected), Counter[str](), list[ContestVerdict]()
    relatives = poll.relatives if rules.committee.relatives_apart else frozenset()
    for ballot in ballots:
        figures = sheet.contests[ballot.post]
        before = Before(frozenset(elected), relatives, carried if rules.paper.votes_count_down else None)
        verdict = contest_outcome(ballot, figures, sheet.recovered, rules, kind=poll.kind, before=before)
        elected |= _persons(ballot, verdict.winners)
        for candidate, votes in figures.votes.items():
            carried[ballot.person(candidate)] += votes
        decided.append(verdict)
    return decided


def _persons(ballot: Ballot, candidates: Collection[str]) -> set[str]:
    return {ballot.person(candidate) for candidate in candidates}
