"""Loading the nominees of a post as the rules of withdrawing see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.domain.candidate_states import CandidateState
from services.elections.domain.withdrawals import Standing, is_ready
from services.elections.store.tables import Candidate, CandidateCheck
from shared.errors import NotFound


def candidate(session: Session, election_id: UUID, candidate_id: UUID) -> Candidate:
    """Raises NotFound."""
    found = session.get(Candidate, candidate_id)
    if found is None or found.election_id != election_id:
        raise NotFound("candidate_not_found", "没有找到这名候选人。")
    return found


def nominees(session: Session, election_id: UUID, post: str, bars: Collection[str]) -> list[Standing]:
    """All of one post in the order of the paper; `bars` are those that everybody on it was checked for."""
    row = Candidate
    query = select(row).where(row.election_id == election_id, row.post == post)
    rows = session.scalars(query.order_by(row.place.nulls_last(), row.id)).all()
    checks = _checks(session, [each.id for each in rows])
    return [
        Standing(
            str(each.id),
            CandidateState(each.state),
            each.place,
            each.joint_electors,
            is_ready(each.accepted_on, checks[each.id], bars),
        )
        for each in rows
    ]


def _checks(session: Session, candidates: Collection[UUID]) -> dict[UUID, dict[str, bool]]:
    found: dict[UUID, dict[str, bool]] = defaultdict(dict)
    for check in session.scalars(select(CandidateCheck).where(CandidateCheck.candidate_id.in_(candidates))):
        found[check.candidate_id][check.item] = check.passed
    return found
