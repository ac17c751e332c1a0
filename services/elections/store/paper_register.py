"""The register of who has received a paper, within the actor's area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from services.elections.domain.polling.paper_register import RegisterFacts, StationRegister
from services.elections.store.rolls import present
from services.elections.store.tables import Election, Elector, PaperGiven, Proxy, Station
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_FOUND = 20  # persons of one name


@dataclass(frozen=True, slots=True)
class Claim:
    """An elector's one paper: who may receive it, and where it was given out, if it was."""

    elector: Elector
    agent: Elector | None
    paper: PaperGiven | None
    station: Station | None


def hold(session: Session, actor: Actor, election_id: UUID) -> Election:
    """FOR SHARE: stations give out papers side by side, while a step that would close the poll waits. Raises
    NotFound."""
    query = select(Election).where(Election.id == election_id, within(Election.area, actor))
    found = session.scalar(query.with_for_update(read=True).execution_options(populate_existing=True))
    if found is None:
        raise NotFound("election_not_found", "没有找到这次选举。")
    return found


def paper(session: Session, actor: Actor, paper_id: UUID) -> PaperGiven:
    """Raises NotFound."""
    found = session.scalar(select(PaperGiven).where(PaperGiven.id == paper_id, within(PaperGiven.area, actor)))
    if found is None:
        raise NotFound("paper_not_found", "没有这条领取选票的登记。")
    return found


def give(session: Session, row: Mapping[str, Any]) -> PaperGiven | None:
    """None when the elector's paper was given out already, perhaps a moment ago at another station."""
    once = insert(PaperGiven).values(**row).on_conflict_do_nothing(index_elements=["election_id", "elector_id"])
    return session.scalar(once.returning(PaperGiven))


def agent_of(session: Session, election_id: UUID, elector_id: UUID) -> UUID | None:
    """By the standing proxy; there is none unpublished once the poll is open."""
    query = select(Proxy.agent_id).where(
        Proxy.election_id == election_id, Proxy.elector_id == elector_id, Proxy.ended_on.is_(None)
    )
    return session.scalar(query)


def given_where(session: Session, election_id: UUID, elector_id: UUID) -> str:
    query = select(Station.name).join(PaperGiven, PaperGiven.station_id == Station.id)
    named = session.scalar(query.where(PaperGiven.election_id == election_id, PaperGiven.elector_id == elector_id))
    return named or ""


def claims(session: Session, found: Election, name: str) -> list[Claim]:
    """Of the electors with exactly this name, and of those for whom a person of this name votes."""
    elector, agent = aliased(Elector), aliased(Elector)
    standing = (Proxy.elector_id == elector.id) & (Proxy.election_id == found.id) & Proxy.ended_on.is_(None)
    query = (
        select(elector, agent, PaperGiven, Station)
        .outerjoin(Proxy, standing)
        .outerjoin(agent, agent.id == Proxy.agent_id)
        .outerjoin(PaperGiven, (PaperGiven.elector_id == elector.id) & (PaperGiven.election_id == found.id))
        .outerjoin(Station, Station.id == PaperGiven.station_id)
        .where(elector.election_id == found.roll_election, elector.removed_in.is_(None))
        .where((elector.name == name) | (agent.name == name))
        .order_by(elector.id)
        .limit(_FOUND)
    )
    return [Claim(*row) for row in session.execute(query)]


def given_at(session: Session, station_id: UUID) -> Sequence[PaperGiven]:
    """In no order that says anything: by random ids."""
    query = select(PaperGiven).where(PaperGiven.station_id == station_id)
    return session.scalars(query.order_by(PaperGiven.id)).all()


def agents(session: Session, election_id: UUID) -> dict[UUID, UUID]:
    """By elector, from the standing proxies."""
    query = select(Proxy.elector_id, Proxy.agent_id).where(Proxy.election_id == election_id, Proxy.ended_on.is_(None))
    return {row[0]: row[1] for row in session.execute(query)}


def given(session: Session, election_id: UUID) -> dict[UUID, str]:
    """The stations' names by the electors whose papers were given out there."""
    query = select(PaperGiven.elector_id, Station.name).join(Station, Station.id == PaperGiven.station_id)
    in_election = query.where(PaperGiven.election_id == election_id)
    return {row[0]: row[1] for row in session.execute(in_election)}


def electors(session: Session, found: Election) -> list[tuple[UUID, str, date, str]]:
    """Id, name, birth date and address of everybody on the roll, to find those on a list."""
    row = Elector
    query = select(row.id, row.name, row.birth_date, row.address).where(present(found.roll_election))
    return [(each, name, born, address) for each, name, born, address in session.execute(query)]


def count(session: Session, election_id: UUID) -> int:
    query = select(func.count()).select_from(PaperGiven).where(PaperGiven.election_id == election_id)
    return session.scalar(query) or 0


def facts(
    session: Session, found: Election, stations: Sequence[Station], issued: Mapping[UUID, int | None]
) -> RegisterFacts:
    """`issued` is what each station's sheets say, None where that is not known yet."""
    if not found.paper_register:
        return RegisterFacts()
    query = select(PaperGiven.station_id, func.count()).where(PaperGiven.election_id == found.id)
    given = {row[0]: row[1] for row in session.execute(query.group_by(PaperGiven.station_id))}
    return RegisterFacts(tuple(StationRegister(each.name, given.get(each.id, 0), issued[each.id]) for each in stations))
