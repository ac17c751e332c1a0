"""Who stands, what they set out to do, and where residents met them, as a part of an election's page (Art 18)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from services.elections.domain.candidacy.candidate_states import CandidateState
from services.elections.domain.roll.persons import Sex
from services.elections.store import elections, tables


@dataclass(frozen=True, slots=True)
class CandidateShown:
    """`withdrawn_on` is the day on which somebody who was published left the list."""

    name: str
    sex: Sex
    education: str
    statement: str
    withdrawn_on: date | None
    struck: bool = False


def candidates_shown(session: Session, found: tables.Election) -> Mapping[str, Sequence[CandidateShown]]:
    """By post, in the order of the paper; those who withdrew keep their place. Reserves were never published."""
    by_post: dict[str, list[CandidateShown]] = defaultdict(list)
    published = [row for row in elections.candidates(session, found.id) if row.state != CandidateState.RESERVE]
    for row in sorted(published, key=lambda row: (row.place is None, row.place or 0)):
        struck = row.state == CandidateState.STRUCK
        shown = CandidateShown(row.name, Sex(row.sex), row.education, row.statement, row.withdrew_on, struck=struck)
        by_post[row.post].append(shown)
    return by_post
