"""Loading proxies, within the actor's area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from services.elections.domain.candidacy.candidate_states import CandidateState
from services.elections.domain.polling.proxies import ProxyFacts
from services.elections.domain.procedure.steps import State
from services.elections.domain.roll.persons import person_key
from services.elections.store.tables import Candidate, Election, Elector, Proxy, ProxyPublication
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_OPEN = (State.ROLL_PUBLISHED, State.CANDIDATES_PUBLISHED)
"""The states in which proxies are given, and so those in which their duties are asked for."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A proxy with the two persons."""

    proxy: Proxy
    elector: Elector
    agent: Elector


def proxy(session: Session, actor: Actor, proxy_id: UUID) -> Proxy:
    """Raises NotFound."""
    found = session.scalar(select(Proxy).where(Proxy.id == proxy_id, within(Proxy.area, actor)))
    if found is None:
        raise NotFound("proxy_not_found", "没有找到这份委托。")
    return found


def appointments(session: Session, election_id: UUID) -> list[Appointment]:
    """All of an election, ended ones among them, in the order recorded."""
    return _appointments(session, Proxy.election_id == election_id)


def standing(session: Session, election_id: UUID) -> Sequence[Proxy]:
    """Those that have not ended, in the order recorded."""
    query = select(Proxy).where(Proxy.election_id == election_id, Proxy.ended_on.is_(None)).order_by(Proxy.id)
    return session.scalars(query).all()


def published(session: Session, election_id: UUID) -> list[Appointment]:
    """What the lists say that were published last."""
    return _appointments(
        session, Proxy.election_id == election_id, Proxy.published_in.is_not(None), Proxy.dropped_in.is_(None)
    )


def unpublished(session: Session, election_id: UUID) -> Sequence[Proxy]:
    """Appointments, and endings of published ones, that are in no published list yet."""
    return session.scalars(select(Proxy).where(Proxy.election_id == election_id, _unpublished())).all()


def publications(session: Session, election_id: UUID) -> Sequence[ProxyPublication]:
    """Oldest first."""
    query = select(ProxyPublication).where(ProxyPublication.election_id == election_id)
    return session.scalars(query.order_by(ProxyPublication.number)).all()


def touching(session: Session, election_id: UUID, elector_id: UUID) -> Sequence[Proxy]:
    """The standing ones that a person gave or took."""
    both = (Proxy.elector_id == elector_id) | (Proxy.agent_id == elector_id)
    return session.scalars(select(Proxy).where(Proxy.election_id == election_id, Proxy.ended_on.is_(None), both)).all()


def is_candidate(session: Session, election_id: UUID, person: Elector) -> bool:
    """By name and birth date, as candidates are known; nobody in reserve or withdrawn is one."""
    same = (Candidate.name == person.name) & (Candidate.birth_date == person.birth_date)
    found = select(Candidate.id).where(_stands(election_id), same).limit(1)
    found = select(Candidate.id).where(*_standing(election_id), same).limit(1)
    return session.scalar(found) is not None


def _standing(election_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return Candidate.election_id == election_id, Candidate.state == CandidateState.STANDING


def facts(session: Session, found: Election) -> ProxyFacts:
    """What the duties before polling are judged by; nothing is asked once the poll was opened."""
    if State(found.state) not in _OPEN:
        return ProxyFacts()
    changes = select(func.count()).select_from(Proxy).where(Proxy.election_id == found.id, _unpublished())
    first = (
        select(ProxyPublication.on)
        .join(
            Proxy, (Proxy.election_id == ProxyPublication.election_id) & (Proxy.published_in == ProxyPublication.number)
        )
        .where(Proxy.election_id == found.id, Proxy.ended_on.is_(None))
    )
    return ProxyFacts(
        unpublished=session.scalar(changes) or 0,
        published=tuple(session.scalars(first)),
        with_candidate=sum(1 for _ in _with_candidates(session, found)),
    )


def _with_candidates(session: Session, found: Election) -> Iterator[Appointment]:
    standing_for = select(Candidate.name, Candidate.birth_date).where(_stands(found.id))
    standing_for = select(Candidate.name, Candidate.birth_date).where(*_standing(found.id))
    candidates = {person_key(name, born) for name, born in session.execute(standing_for)}
    for each in _appointments(session, Proxy.election_id == found.id, Proxy.ended_on.is_(None)):
        if person_key(each.agent.name, each.agent.birth_date) in candidates:
            yield each


def _appointments(session: Session, *conditions: ColumnElement[bool]) -> list[Appointment]:
    elector, agent = aliased(Elector), aliased(Elector)
    query = (
        select(Proxy, elector, agent)
        .join(elector, elector.id == Proxy.elector_id)
        .join(agent, agent.id == Proxy.agent_id)
        .where(*conditions)
        .order_by(Proxy.id)
    )
    return [Appointment(*row) for row in session.execute(query)]


def _stands(election_id: UUID) -> ColumnElement[bool]:
    """Who withdrew is a candidate no more, and may vote for others."""
    return (Candidate.election_id == election_id) & (Candidate.state == CandidateState.STANDING)


def _unpublished() -> ColumnElement[bool]:
    appointed = Proxy.ended_on.is_(None) & Proxy.published_in.is_(None)
    ended = Proxy.ended_on.is_not(None) & Proxy.published_in.is_not(None) & Proxy.dropped_in.is_(None)
    return appointed | ended
