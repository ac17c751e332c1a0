"""Which seats an election is about: a whole committee's, or seats that are empty."""

from __future__ import annotations

from enum import StrEnum

from services.elections.domain.verdict.outcomes import BallotKind


class ElectionKind(StrEnum):
    """`further` ballots follow on an election that left seats empty, or ask for what it filled (Art 20); a by-election
    fills what became empty later (Art 24)."""

    TERM = "term"
    BY_ELECTION = "by_election"
    ANOTHER_BALLOT = "another_ballot"
    REVOTE = "revote"
    RECALL = "recall"

    @property
    def zh(self) -> str:
        return _ZH[self]

    @property
    def further(self) -> bool:
        """Roll and candidates are the first election's, so nothing is published again before the poll."""
        return self in {ElectionKind.ANOTHER_BALLOT, ElectionKind.REVOTE, ElectionKind.RECALL}

    @property
    def ballot(self) -> BallotKind:
        return _BALLOTS.get(self, BallotKind.FIRST)


_ZH = {
    ElectionKind.TERM: "换届选举",
    ElectionKind.BY_ELECTION: "补选",
    ElectionKind.ANOTHER_BALLOT: "另行选举",
    ElectionKind.REVOTE: "重新投票",
    ElectionKind.RECALL: "罢免投票",
}
_BALLOTS = {
    ElectionKind.ANOTHER_BALLOT: BallotKind.ANOTHER,
    ElectionKind.REVOTE: BallotKind.REVOTE,
    ElectionKind.RECALL: BallotKind.RECALL,
}
FILLING = (ElectionKind.ANOTHER_BALLOT, ElectionKind.REVOTE)
"""Ballots for the seats that another one left empty."""
