"""Which seats an election is about: a whole committee's, or seats that are empty."""

from __future__ import annotations

from services.elections.domain.verdict.outcomes import BallotKind
from shared.worded import Worded


class ElectionKind(Worded):
    """`further` ballots follow on an election that left seats empty, or ask for what it filled (Art 20); a by-election
    fills what became empty later (Art 24)."""

    TERM = "term", "换届选举"
    BY_ELECTION = "by_election", "补选"
    ANOTHER_BALLOT = "another_ballot", "另行选举"
    REVOTE = "revote", "重新投票"
    RECALL = "recall", "罢免投票"

    @property
    def further(self) -> bool:
        """Roll and candidates are the first election's, so nothing is published again before the poll."""
        return self in {ElectionKind.ANOTHER_BALLOT, ElectionKind.REVOTE, ElectionKind.RECALL}

    @property
    def ballot(self) -> BallotKind:
        return _BALLOTS.get(self, BallotKind.FIRST)


_BALLOTS = {
    ElectionKind.ANOTHER_BALLOT: BallotKind.ANOTHER,
    ElectionKind.REVOTE: BallotKind.REVOTE,
    ElectionKind.RECALL: BallotKind.RECALL,
}
FILLING = (ElectionKind.ANOTHER_BALLOT, ElectionKind.REVOTE)
"""Ballots for the seats that another one left empty."""
