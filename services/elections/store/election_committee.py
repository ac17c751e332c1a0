"""Loading an election's committee, and what its duties are judged by."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.domain.candidacy.candidate_states import GONE
from services.elections.domain.committee import election_committee
from services.elections.domain.committee.election_committee import CommitteeFacts, Member, MemberState, Role
from services.elections.domain.roll.persons import person_key
from services.elections.domain.roll.relatives import Person
from services.elections.store import relatives
from services.elections.store.tables import Candidate, CommitteeMember, Election, ElectionCommittee
from shared.errors import NotFound


def committee(session: Session, election_id: UUID) -> ElectionCommittee:
    """Raises NotFound."""
    found = session.get(ElectionCommittee, election_id)
    if found is None:
        raise NotFound("election_committee_not_found", "还没有登记居民选举委员会。")
    return found


def members(session: Session, election_id: UUID) -> Sequence[CommitteeMember]:
    """In the order of votes, those who left among them."""
    query = select(CommitteeMember).where(CommitteeMember.election_id == election_id)
    return session.scalars(query.order_by(CommitteeMember.place)).all()


def member(session: Session, election_id: UUID, member_id: UUID) -> CommitteeMember:
    """Raises NotFound."""
    found = session.get(CommitteeMember, member_id)
    if found is None or found.election_id != election_id:
        raise NotFound("committee_member_not_found", "居民选举委员会中没有这个人。")
    return found


def as_members(rows: Sequence[CommitteeMember]) -> list[Member]:
    """As the rules see them."""
    return [Member(Person(row.name, row.birth_date), Role(row.role), MemberState(row.state)) for row in rows]


def nominees(session: Session, election_id: UUID) -> frozenset[str]:
    """The person keys of everybody who is nominated, in reserve too; who withdrew is nominated no more."""
    still = Candidate.state.not_in(GONE)
    query = select(Candidate.name, Candidate.birth_date).where(Candidate.election_id == election_id, still)
    return frozenset(person_key(name, birth_date) for name, birth_date in session.execute(query))


def facts(session: Session, found: Election) -> CommitteeFacts:
    rows = members(session, found.id)
    if not rows:
        return CommitteeFacts()
    nominated, pairs = nominees(session, found.id), relatives.pairs(session, found.id)
    return election_committee.facts_of(as_members(rows), nominated, pairs)
