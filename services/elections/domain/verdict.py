"""The verdict on an election: whether it is valid, and who is elected (Art 19)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from services.elections.domain.numbers import Finding, at_most
from services.elections.domain.outcomes import ContestVerdict, first_ballot, void_contest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.elections.domain.contests import Ballot
    from services.elections.domain.counting import Totals
    from services.elections.domain.rule_set import Mode, RuleSet
    from services.elections.domain.tally import Sheet


@dataclass(frozen=True, slots=True)
class Verdict:
    """`papers` are the tests on the whole poll's papers; one that fails makes the election void, whatever the votes."""

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


def decide(ballots: Sequence[Ballot], totals: Totals, *, electors: int, mode: Mode, rules: RuleSet) -> Verdict:
    """`electors` is who might vote: in the other modes, the delegates or the representatives."""
    sheet = totals.sheet
    papers = paper_tests(sheet, electors, rules)
    turnout = rules.turnout.share(mode)(sheet.recovered, electors, rules.turnout.clause)
    valid = turnout.holds and all(test.holds for test in papers)
    judge = first_ballot if valid else void_contest
    contests = tuple(judge(ballot, sheet.contests[ballot.post], sheet.recovered, rules) for ballot in ballots)
    return Verdict(valid, electors, sheet.issued, sheet.recovered, papers, turnout, contests)


def paper_tests(sheet: Sheet, electors: int, rules: RuleSet) -> tuple[Finding, ...]:
    """收回选票多于发出选票的，选举无效; nor can more have voted than there are electors, who have one paper each."""
    if not rules.papers.over_issued_voids:
        return ()
    clause = rules.papers.clause
    return at_most(sheet.recovered, sheet.issued, clause), at_most(sheet.recovered, electors, clause)
