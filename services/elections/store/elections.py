"""Loading elections and what belongs to them, always within the actor's area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.domain.candidacy.candidate_states import CandidateState
from services.elections.domain.candidacy.candidates import Candidate as Nominee
from services.elections.domain.candidacy.contests import Ballot, ContestFacts
from services.elections.domain.candidacy.nominators import Named
from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.tally import Comparison, Entry, Sheet, compare_entries
from services.elections.domain.procedure.facts import ElectionFacts, SheetFacts, StationFacts, Taken
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State, Step
from services.elections.domain.roll.persons import Nomination, Sex, person_key
from services.elections.domain.rules.modes import Mode
from services.elections.store import (
    callouts,
    election_committee,
    introductions,
    members,
    nominations,
    paper_register,
    polling,
    proxies,
    recalls,
    rolls,
    tables,
    timetables,
)
from services.elections.store.family import children as children  # noqa: PLC0414 - asked for here, with the elections
from services.elections.store.family import family as family  # noqa: PLC0414 - asked for here, with the elections
from services.elections.store.family import root as root  # noqa: PLC0414 - asked for here, with the elections
from services.elections.store.rule_sets import rule_set
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import Conflict, NotFound


def election(session: Session, actor: Actor, election_id: UUID, *, lock: bool = False) -> tables.Election:
    """Raises NotFound. `lock` holds the row until the end of the transaction: events of one election stay in order.

    FOR NO KEY UPDATE, so that a roll being copied in, whose rows refer to the election, waits for nobody.
    """
    query = select(tables.Election).where(tables.Election.id == election_id, within(tables.Election.area, actor))
    found = session.scalar(query.with_for_update(key_share=True) if lock else query)
    if found is None:
        raise NotFound("election_not_found", "没有找到这次选举。")
    return found


def station(session: Session, actor: Actor, station_id: UUID) -> tables.Station:
    query = select(tables.Station).where(tables.Station.id == station_id, within(tables.Station.area, actor))
    found = session.scalar(query)
    if found is None:
        raise NotFound("station_not_found", "没有找到这个投票站。")
    return found


def contests(session: Session, election_id: UUID) -> list[tables.Contest]:
    """In the order of posts."""
    rows = session.scalars(select(tables.Contest).where(tables.Contest.election_id == election_id))
    order = list(Post)
    return sorted(rows, key=lambda contest: order.index(Post(contest.post)))


def candidates(session: Session, election_id: UUID) -> Sequence[tables.Candidate]:
    """In the order in which they were entered: ids rise with time."""
    query = select(tables.Candidate).where(tables.Candidate.election_id == election_id).order_by(tables.Candidate.id)
    return session.scalars(query).all()


def standing(session: Session, election_id: UUID) -> Sequence[tables.Candidate]:
    """Who is on the paper, in its order: as frozen when the candidates were published, as entered before."""
    row = tables.Candidate
    query = select(row).where(row.election_id == election_id, row.state == CandidateState.STANDING)
    return session.scalars(query.order_by(row.place.nulls_last(), row.id)).all()


def on_paper(session: Session, election_id: UUID) -> Sequence[tables.Candidate]:
    """Whose names are on the paper: who stands, and who was struck off after it was printed."""
    row = tables.Candidate
    kept = (row.state == CandidateState.STRUCK) & row.place.is_not(None)
    query = select(row).where(row.election_id == election_id, (row.state == CandidateState.STANDING) | kept)
    return session.scalars(query.order_by(row.place.nulls_last(), row.id)).all()


def stations(session: Session, election_id: UUID) -> Sequence[tables.Station]:
    query = select(tables.Station).where(tables.Station.election_id == election_id).order_by(tables.Station.id)
    return session.scalars(query).all()


def nominees(session: Session, election_id: UUID) -> list[Nominee]:
    """The candidates as the rules see them."""
    return [nominee(row) for row in candidates(session, election_id)]


def nominee(row: tables.Candidate, nominators: Iterable[Named] = ()) -> Nominee:
    """As the rules see them; nominated by who is named."""
    return Nominee(
        post=Post(row.post),
        name=row.name,
        sex=Sex(row.sex),
        birth_date=row.birth_date,
        education=row.education,
        nominated_by=Nomination(row.nominated_by),
        joint_electors=row.joint_electors,
        nominators=tuple(nominators),
        strokes=row.strokes,
        reserve=row.state == CandidateState.RESERVE,
        ethnicity=row.ethnicity,
        served_before=row.served_before,
    )


def ballots(session: Session, election_id: UUID) -> list[Ballot]:
    """The paper: for each post its seats and its candidates' ids."""
    by_post: dict[str, list[tables.Candidate]] = defaultdict(list)
    for candidate in on_paper(session, election_id):
        by_post[candidate.post].append(candidate)
    return [
        Ballot(
            Post(contest.post),
            contest.seats,
            tuple(str(each.id) for each in by_post[contest.post]),
            persons={str(each.id): person_key(each.name, each.birth_date) for each in by_post[contest.post]},
            women=frozenset(str(each.id) for each in by_post[contest.post] if _counts_as_woman(each)),
            names={str(each.id): each.name for each in by_post[contest.post]},
            struck=frozenset(str(each.id) for each in by_post[contest.post] if each.state == CandidateState.STRUCK),
        )
        for contest in contests(session, election_id)
    ]


def _counts_as_woman(row: tables.Candidate) -> bool:
    """Who was struck off keeps no seat for a woman."""
    return row.sex == Sex.FEMALE and row.state != CandidateState.STRUCK


SheetKey = tuple[UUID, int]
"""A station's id and the number of one of its sheets."""


def sheet_keys(station: tables.Station) -> list[SheetKey]:
    return [(station.id, number) for number in range(1, station.sheets + 1)]


def entries(session: Session, election_id: UUID, station_id: UUID | None = None) -> dict[SheetKey, list[tables.Entry]]:
    """The entries of each sheet in the order typed, of the whole election or of one station; sheets without any are
    empty."""
    query = (
        select(tables.Entry)
        .join(tables.Station, tables.Station.id == tables.Entry.station_id)
        .where(tables.Station.election_id == election_id)
        .order_by(tables.Entry.id)
    )
    if station_id is not None:
        query = query.where(tables.Entry.station_id == station_id)
    by_sheet: dict[SheetKey, list[tables.Entry]] = defaultdict(list)
    for entry in session.scalars(query):
        by_sheet[entry.station_id, entry.sheet].append(entry)
    return by_sheet


def comparison(typed: Sequence[tables.Entry]) -> Comparison:
    return compare_entries(Entry(entry.clerk, Sheet.from_facts(entry.figures)) for entry in typed)


def taken(session: Session, election_id: UUID) -> dict[Step, Taken]:
    rows = session.scalars(select(tables.StepTaken).where(tables.StepTaken.election_id == election_id))
    return {Step(row.step): Taken(row.on, row.by) for row in rows}


def result(session: Session, election_id: UUID) -> tables.Result | None:
    return session.get(tables.Result, election_id)


def exceptions(session: Session, election_id: UUID) -> Sequence[tables.GrantedException]:
    """In the order in which they were granted."""
    granted = tables.GrantedException
    return session.scalars(select(granted).where(granted.election_id == election_id).order_by(granted.at)).all()


def winners(session: Session, elected_by: Iterable[tables.Election]) -> list[tables.Candidate]:
    """Who was elected by those of the elections that are certified."""
    certified = [each.id for each in elected_by if each.state == State.CERTIFIED]
    results = session.scalars(select(tables.Result).where(tables.Result.election_id.in_(certified)))
    elected = [
        UUID(standing["candidate_id"])
        for row in results
        for contest in row.verdict["contests"]
        for standing in contest["candidates"]
        if standing["elected"]
    ]
    return list(session.scalars(select(tables.Candidate).where(tables.Candidate.id.in_(elected))))


def certified_verdict(session: Session, found: tables.Election) -> dict[str, Any]:
    """Raises Conflict unless the result is certified."""
    stored = result(session, found.id)
    if stored is None or State(found.state) is not State.CERTIFIED:
        raise Conflict("result_not_certified", "选举结果还没有确认。")
    return stored.verdict


def facts(session: Session, found: tables.Election, *, on: date, today: date, actor: str) -> ElectionFacts:
    """Everything that the steps of this election are judged by."""
    nominated = [candidate.post for candidate in standing(session, found.id)]
    typed, placed = entries(session, found.id), stations(session, found.id)
    compared = {key: comparison(typed.get(key, ())) for station in placed for key in sheet_keys(station)}
    issued = {station.id: _issued(station, compared) for station in placed}
    verdict = result(session, found.id)
    return ElectionFacts(
        on=on,
        today=today,
        actor=actor,
        polling_day=found.polling_day,
        rules=rule_set(found.rule_set),
        contests=tuple(
            ContestFacts(Post(contest.post), contest.seats, nominated.count(contest.post))
            for contest in contests(session, found.id)
        ),
        electors=found.electors,
        stations=_station_facts(session, found.id, placed, compared),
        clerks=frozenset(entry.clerk for rows in typed.values() for entry in rows),
        taken=taken(session, found.id),
        valid=None if verdict is None else verdict.verdict["valid"],
        kind=ElectionKind(found.kind),
        mode=Mode(found.mode),
        roll=rolls.facts(session, found),
        timetable=timetables.facts(session, found.id),
        nomination=nominations.facts(session, found),
        recall=recalls.facts(session, found),
        vacancies=members.seat_facts(session, found, today),
        callouts=callouts.facts(session, found.id),
        proxies=proxies.facts(session, found),
        register=paper_register.facts(session, found, placed, issued),
        committee=election_committee.facts(session, found),
        meetings=introductions.facts(session, found.id),
        polling=polling.facts(session, found.id, placed),
        papers=polling.paper_facts(session, found.id, placed, issued),
        excused=frozenset(exception.duty for exception in exceptions(session, found.id)),
    )


def _station_facts(
    session: Session, election_id: UUID, placed: Sequence[tables.Station], compared: Mapping[SheetKey, Comparison]
) -> tuple[StationFacts, ...]:
    counted_query = select(tables.StationCount.station_id).where(tables.StationCount.election_id == election_id)
    counted = set(session.scalars(counted_query))
    return tuple(
        StationFacts(row.name, tuple(_sheet_facts(key, compared[key]) for key in sheet_keys(row)), row.id in counted)
        for row in placed
    )


def _sheet_facts(key: SheetKey, compared: Comparison) -> SheetFacts:
    return SheetFacts(key[1], compared.entries, len(compared.differences))


def _issued(station: tables.Station, compared: Mapping[SheetKey, Comparison]) -> int | None:
    """What a station's sheets say of the papers issued there; None while two people do not agree on one."""
    agreed = [compared[key].agreed for key in sheet_keys(station)]
    sheets = [sheet for sheet in agreed if sheet is not None]
    return sum(sheet.issued for sheet in sheets) if len(sheets) == len(agreed) else None
