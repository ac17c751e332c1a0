"""Loading call-outs, their logs and signatures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.callout import Log, Marks, Record
from services.elections.domain.counting.callout_signing import CalloutFacts, CalloutState, Signature, SigningRole
from services.elections.store import tables
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def callout(session: Session, actor: Actor, callout_id: UUID, *, lock: bool = False) -> tables.Callout:
    """Raises NotFound. `lock` holds it until the end of the transaction: its log grows by one writer at a time."""
    row = tables.Callout
    query = select(row).where(row.id == callout_id, within(row.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("callout_not_found", "没有找到这份唱票记录。")
    return found


def of_election(session: Session, election_id: UUID) -> Sequence[tables.Callout]:
    """In the order in which they were opened; those that were given up, too."""
    query = select(tables.Callout).where(tables.Callout.election_id == election_id).order_by(tables.Callout.id)
    return session.scalars(query).all()


def of_sheet(session: Session, station_id: UUID, sheet: int) -> tables.Callout | None:
    """The one that counts: not given up."""
    row = tables.Callout
    query = select(row).where(row.station_id == station_id, row.sheet == sheet, row.state != CalloutState.ABANDONED)
    return session.scalar(query)


def log(session: Session, callout: tables.Callout) -> Log:
    row = tables.CalledPaper
    rows = session.scalars(select(row).where(row.callout_id == callout.id).order_by(row.number))
    return Log(str(callout.id), tuple(_record(row) for row in rows))


def add(session: Session, callout: tables.Callout, records: Iterable[Record], *, recorder: str) -> None:
    session.add_all(
        tables.CalledPaper(
            callout_id=callout.id,
            number=record.number,
            area=callout.area,
            paper_id=UUID(record.id),
            replaces=UUID(record.replaces) if record.replaces else None,
            contests={post.value: marks.as_facts() for post, marks in record.contests.items()},
            previous=record.previous,
            hash=record.hash,
            recorder=recorder,
        )
        for record in records
    )


def signatures(session: Session, callout: tables.Callout) -> list[Signature]:
    """Those of its log as it stands."""
    row = tables.CalloutSignature
    query = select(row).where(row.callout_id == callout.id, row.head == callout.head).order_by(row.role)
    return [Signature(SigningRole(found.role), found.subject) for found in session.scalars(query)]


def all_signatures(session: Session, callout: tables.Callout) -> Sequence[tables.CalloutSignature]:
    """Those too that a later record made void."""
    row = tables.CalloutSignature
    return session.scalars(select(row).where(row.callout_id == callout.id).order_by(row.head, row.role)).all()


def takeovers(session: Session, callout: tables.Callout) -> Sequence[tables.CalloutTakeover]:
    row = tables.CalloutTakeover
    return session.scalars(select(row).where(row.callout_id == callout.id).order_by(row.number)).all()


def facts(session: Session, election_id: UUID) -> CalloutFacts:
    row, signature = tables.Callout, tables.CalloutSignature
    unsigned = (
        select(tables.Station.name)
        .join(row, row.station_id == tables.Station.id)
        .where(row.election_id == election_id, row.state == CalloutState.OPEN)
        .order_by(row.id)
    )
    signers = select(signature.subject).join(row, row.id == signature.callout_id).where(row.election_id == election_id)
    return CalloutFacts(tuple(session.scalars(unsigned)), frozenset(session.scalars(signers)))


class Progress(NamedTuple):
    """How an election's call-outs stand: `version` grows with every change of any of them."""

    election_id: UUID
    version: int
    state: str


def progress(session: Session, election_ids: Iterable[UUID]) -> list[Progress]:
    """Of those of the elections that have call-outs."""
    row = tables.Callout
    query = (
        select(row.election_id, func.sum(row.version), tables.Election.state)
        .join(tables.Election, tables.Election.id == row.election_id)
        .where(row.election_id.in_(list(election_ids)))
        .group_by(row.election_id, tables.Election.state)
    )
    return [Progress(election_id, int(version), state) for election_id, version, state in session.execute(query)]


def _record(row: tables.CalledPaper) -> Record:
    return Record(
        number=row.number,
        id=str(row.paper_id),
        previous=row.previous,
        contests={Post(post): Marks.from_facts(facts) for post, facts in row.contests.items()},
        replaces=str(row.replaces) if row.replaces else None,
    )
