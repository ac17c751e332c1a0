"""Loading the nominees of a post as the rules of withdrawing see them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.domain.candidacy.candidate_states import CandidateState
from services.elections.domain.candidacy.nominations import may_be_put_up
from services.elections.domain.candidacy.withdrawals import Standing
from services.elections.store.nominations import reviewed
from services.elections.store.rule_sets import rule_set
from services.elections.store.tables import Candidate, Election


def nominees(session: Session, found: Election, post: str) -> list[Standing]:
    """All of one post, in the order of the paper."""
    row, rules = Candidate, rule_set(found.rule_set)
    query = select(row).where(row.election_id == found.id, row.post == post)
    rows = session.scalars(query.order_by(row.place.nulls_last(), row.id)).all()
    return [
        Standing(
            str(each.id), CandidateState(each.state), each.place, each.joint_electors, may_be_put_up(review, rules)
        )
        for each, review in zip(rows, reviewed(session, found, rows), strict=True)
    ]
