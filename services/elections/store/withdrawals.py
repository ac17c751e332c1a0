"""Loading the nominees of a post as the rules of withdrawing see them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.domain.candidacy.candidate_states import GONE, CandidateState
from services.elections.domain.candidacy.nominations import may_be_put_up
from services.elections.domain.candidacy.withdrawals import Standing
from services.elections.domain.procedure.steps import State
from services.elections.store import polling
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


def of_person(session: Session, found: Election, named: Candidate) -> Sequence[Candidate]:
    """All that one person is a nominee for in the election: standing, or in reserve."""
    row = Candidate
    same = (row.name == named.name) & (row.birth_date == named.birth_date)
    query = select(row).where(row.election_id == found.id, same, row.state.not_in(GONE)).order_by(row.id)
    return session.scalars(query).all()


def papers_printed(session: Session, found: Election) -> bool:
    """Whether the paper can be changed no more: its printing was recorded, or people vote with it."""
    stock = polling.stock(session, found.id)
    return State(found.state) is not State.CANDIDATES_PUBLISHED or (stock is not None and stock.printed > 0)
