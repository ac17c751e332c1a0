"""Who works where, and what the poll's and the papers' duties are judged by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.domain.candidacy.candidate_states import GONE
from services.elections.domain.polling.papers import Account, PaperFacts, StationPapers, Stock
from services.elections.domain.polling.staff import StaffMember, StaffRole
from services.elections.domain.polling.stations import PollingFacts, StationKind, StationReadiness
from services.elections.domain.roll.persons import person_key
from services.elections.domain.roll.relatives import relatives_among
from services.elections.store import relatives
from services.elections.store.tables import Candidate, DoubtfulPapers, PaperAccount, PaperStock, Staff, Station
from shared.errors import NotFound


def staff(session: Session, election_id: UUID) -> Sequence[Staff]:
    """In the order entered."""
    return session.scalars(select(Staff).where(Staff.election_id == election_id).order_by(Staff.id)).all()


def staff_member(session: Session, election_id: UUID, member_id: UUID) -> Staff:
    """Raises NotFound."""
    found = session.get(Staff, member_id)
    if found is None or found.election_id != election_id:
        raise NotFound("staff_not_found", "没有找到这名工作人员。")
    return found


def stock(session: Session, election_id: UUID) -> PaperStock | None:
    return session.get(PaperStock, election_id)


def accounts(session: Session, election_id: UUID) -> dict[UUID, PaperAccount]:
    """By station."""
    rows = session.scalars(select(PaperAccount).where(PaperAccount.election_id == election_id))
    return {row.station_id: row for row in rows}


def account(session: Session, station_id: UUID) -> Account | None:
    row = session.get(PaperAccount, station_id)
    return as_account(row) if row else None


def doubtful(session: Session, election_id: UUID) -> Sequence[DoubtfulPapers]:
    """In the order recorded."""
    query = select(DoubtfulPapers).where(DoubtfulPapers.election_id == election_id)
    return session.scalars(query.order_by(DoubtfulPapers.id)).all()


def as_member(row: Staff) -> StaffMember:
    return StaffMember(row.name, row.birth_date, StaffRole(row.role))


def as_account(row: PaperAccount) -> Account:
    return Account(row.received, row.issued, row.left_over, row.spoiled, row.written_for)


def as_stock(row: PaperStock) -> Stock:
    return Stock(row.printed, row.kept, row.destroyed)


def barred(session: Session, election_id: UUID) -> tuple[frozenset[str], frozenset[str]]:
    """The candidates, those in reserve too, and their near relatives, as person keys."""
    still = Candidate.state.not_in(GONE)
    rows = session.scalars(select(Candidate).where(Candidate.election_id == election_id, still))
    candidates = frozenset(person_key(row.name, row.birth_date) for row in rows)
    pairs = relatives.pairs(session, election_id)
    return candidates, frozenset(other for one in candidates for other in relatives_among(pairs, one))


def facts(session: Session, election_id: UUID, stations: Sequence[Station]) -> PollingFacts:
    by_station: dict[UUID, list[StaffMember]] = defaultdict(list)
    for row in staff(session, election_id):
        by_station[row.station_id].append(as_member(row))
    return PollingFacts(
        tuple(_readiness(station, by_station[station.id]) for station in stations), *barred(session, election_id)
    )


def _readiness(station: Station, working: Sequence[StaffMember]) -> StationReadiness:
    return StationReadiness(
        name=station.name,
        kind=StationKind(station.kind),
        secret_booth=station.secret_booth,
        requests=station.requests,
        list_published=station.list_published_on is not None,
        staff=tuple(working),
    )


def paper_facts(
    session: Session, election_id: UUID, stations: Sequence[Station], issued: Mapping[UUID, int | None]
) -> PaperFacts:
    """`issued` is what each station's sheets say, None where that is not known yet."""
    kept, by_station = stock(session, election_id), accounts(session, election_id)
    return PaperFacts(
        as_stock(kept) if kept else None,
        tuple(
            StationPapers(
                station.name,
                as_account(by_station[station.id]) if station.id in by_station else None,
                issued.get(station.id),
            )
            for station in stations
        ),
    )
