"""Nominations: who signed them, what was checked of each candidate, and what their duties are judged by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.elections.domain.candidacy import nominations
from services.elections.domain.candidacy.candidate_order import Placed
from services.elections.domain.candidacy.candidate_states import GONE, CandidateState
from services.elections.domain.candidacy.nominations import (
    BARS,
    SEEN,
    ChecksState,
    NominationFacts,
    Reviewed,
    checks_state,
)
from services.elections.domain.candidacy.nominators import Named, OnRoll
from services.elections.domain.candidacy.post import Post
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State
from services.elections.domain.roll.persons import Nomination, Sex, person_key
from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.numbers import latest_birth_date
from services.elections.store import relatives
from services.elections.store.rolls import present
from services.elections.store.rule_sets import rule_set
from services.elections.store.tables import Candidate, CandidateCheck, Election, Elector, Nominator
from shared.errors import NotFound

_JUDGED = (State.ROLL_PUBLISHED, State.CANDIDATES_PUBLISHED)


def candidate(session: Session, found: Election, candidate_id: UUID) -> Candidate:
    """Raises NotFound."""
    row = session.get(Candidate, candidate_id)
    if row is None or row.election_id != found.id:
        raise NotFound("candidate_not_found", "没有找到这名候选人。")
    return row


def on_roll(session: Session, found: Election, named: Collection[Named]) -> Sequence[OnRoll]:
    """Whom of the roll the names and ids may mean."""
    ids = {each.elector_id for each in named if each.elector_id is not None}
    names = {each.name for each in named if each.elector_id is None}
    query = select(Elector.id, Elector.name, Elector.birth_date).where(present(found.roll_election))
    rows = session.execute(query.where(Elector.id.in_(ids) | Elector.name.in_(names)))
    return [OnRoll(*row) for row in rows]


def signed(session: Session, election_id: UUID, *, other_than: UUID | None = None) -> Counter[tuple[Post, UUID]]:
    """For how many candidates of each post every elector has signed; without those of one candidate."""
    query = (
        select(Candidate.post, Nominator.elector_id, func.count())
        .join(Candidate, Candidate.id == Nominator.candidate_id)
        .where(Candidate.election_id == election_id, Candidate.id.is_distinct_from(other_than))
        .group_by(Candidate.post, Nominator.elector_id)
    )
    return Counter({(Post(post), elector): count for post, elector, count in session.execute(query)})


def nominators(session: Session, found: Election, candidate_id: UUID) -> Sequence[Elector]:
    """Those who are on the roll still, in its order."""
    query = select(Elector).join(Nominator, Nominator.elector_id == Elector.id)
    query = query.where(Nominator.candidate_id == candidate_id, present(found.roll_election))
    return session.scalars(query.order_by(Elector.id)).all()


def checks(session: Session, candidate_ids: Collection[UUID]) -> Mapping[UUID, Mapping[str, CandidateCheck]]:
    """By candidate and item."""
    by_candidate: dict[UUID, dict[str, CandidateCheck]] = defaultdict(dict)
    for row in session.scalars(select(CandidateCheck).where(CandidateCheck.candidate_id.in_(candidate_ids))):
        by_candidate[row.candidate_id][row.item] = row
    return by_candidate


def placed(row: Candidate) -> Placed:
    return Placed(row.id, Post(row.post), row.name, Nomination(row.nominated_by), row.joint_electors, row.strokes)


def registered(session: Session, found: Election, rows: Sequence[Candidate]) -> frozenset[UUID]:
    """The ids of those on the roll, by name and birth date, as candidates are known.

    Of a roll of delegates or representatives nothing is read: who is not sent to vote may be elected (Art 16).
    """
    if Mode(found.mode) is not Mode.ALL:
        return frozenset(row.id for row in rows)
    same = (Elector.name == Candidate.name) & (Elector.birth_date == Candidate.birth_date)
    query = select(Candidate.id).where(Candidate.id.in_([row.id for row in rows]))
    on_roll = select(Elector.id).where(present(found.roll_election), same).exists()
    return frozenset(session.scalars(query.where(on_roll)))


def with_checks(session: Session, found: Election, rows: Sequence[Candidate]) -> list[tuple[Candidate, ChecksState]]:
    """Each candidate with what their checks come to."""
    done, bars = checks(session, [row.id for row in rows]), rule_set(found.rule_set).nomination.bars
    return [
        (row, checks_state({item: check.passed for item, check in done.get(row.id, {}).items()}, bars)) for row in rows
    ]


def checklist(session: Session, found: Election, row: Candidate) -> list[dict[str, Any]]:
    """What the system sees by itself, and then each bar with who found what, by which paper."""
    rules, done = rule_set(found.rule_set), checks(session, [row.id]).get(row.id, {})
    of_age = row.birth_date <= latest_birth_date(found.polling_day, rules.electors.age)
    seen = {"age": of_age, "roll": row.id in registered(session, found, [row])}
    return [
        *({"item": item, "name": SEEN[item], "passed": passed} for item, passed in seen.items()),
        *(_recorded(item, done.get(item)) for item in rules.nomination.bars),
    ]


def _recorded(item: str, check: CandidateCheck | None) -> dict[str, Any]:
    names = ("passed", "office", "document", "on", "by")
    return {"item": item, "name": BARS[item], **{name: getattr(check, name, None) for name in names}}


def relatives_among_candidates(session: Session, found: Election, row: Candidate) -> list[str]:
    """Names of other candidates who are near relatives: at most one of them takes a seat (Art 8)."""
    near = relatives.relatives_of(session, found.id, person_key(row.name, row.birth_date))
    query = select(Candidate.name, Candidate.birth_date).where(
        Candidate.election_id == found.id, Candidate.state.not_in(GONE)
    )
    return sorted({name for name, born in session.execute(query) if person_key(name, born) in near})


def facts(session: Session, found: Election) -> NominationFacts:
    """While the candidates are the next to be published, and until the poll on them is opened."""
    if ElectionKind(found.kind) is ElectionKind.RECALL or State(found.state) not in _JUDGED:
        return NominationFacts()
    query = select(Candidate).where(Candidate.election_id == found.id, Candidate.state == CandidateState.STANDING)
    rows = session.scalars(query.order_by(Candidate.id)).all()
    return nominations.facts_of(reviewed(session, found, rows), rule_set(found.rule_set))


def reviewed(session: Session, found: Election, rows: Sequence[Candidate]) -> list[Reviewed]:
    """Each with what was done before a list is published."""
    done, verified = checks(session, [row.id for row in rows]), _verified(session, found)
    on_roll = registered(session, found, rows)
    return [
        Reviewed(
            placed(row),
            Sex(row.sex),
            nominators=verified[row.id],
            on_roll=row.id in on_roll,
            checks={item: check.passed for item, check in done.get(row.id, {}).items()},
            accepted=row.accepted_on is not None,
        )
        for row in rows
    ]


def _verified(session: Session, found: Election) -> Counter[UUID]:
    """How many of each candidate's nominators are on the roll now."""
    query = (
        select(Nominator.candidate_id, func.count())
        .join(Candidate, Candidate.id == Nominator.candidate_id)
        .join(Elector, Elector.id == Nominator.elector_id)
        .where(Candidate.election_id == found.id, present(found.roll_election))
        .group_by(Nominator.candidate_id)
    )
    return Counter(dict(iter(session.execute(query))))
