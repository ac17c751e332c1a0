"""The count: each station's agreed figures by a task of its own, then the verdict, once.

Every part may run twice (a worker died, the job was sent again) and comes to the same end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.elections.domain.counting.counting import Totals, station_totals, total
from services.elections.domain.counting.tally import Sheet
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import Step
from services.elections.domain.roll.persons import Sex, person_key
from services.elections.domain.rules.modes import Mode
from services.elections.domain.verdict.verdict import Poll, decide
from services.elections.store import elections, relatives, tables
from services.elections.store.database import reading, unit_of_work
from services.elections.store.rule_sets import rule_set
from services.elections.workflows.steps import move
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict
from shared.jobs.run import Job

_SYSTEM = Actor.system("elections")


def stations_to_count(job: Job) -> list[str]:
    """The ids of the stations of the job's election."""
    with reading() as session:
        return [str(row.id) for row in elections.stations(session, UUID(job.arguments["election_id"]))]


def count_station(station_id: UUID) -> None:
    """Takes a station's agreed figures, of all its sheets, into the count. Raises Conflict if the entries of one do not
    agree (any more)."""
    with unit_of_work(_SYSTEM) as uow:
        station = elections.station(uow.session, _SYSTEM, station_id)
        typed = elections.entries(uow.session, station.election_id, station.id)
        facts = {"totals": station_figures(station, typed).as_facts()}
        place = {"station_id": station.id, "election_id": station.election_id, "area": station.area}
        row = insert(tables.StationCount).values(**place, **facts)
        uow.session.execute(row.on_conflict_do_update(index_elements=["station_id"], set_=facts))


def station_figures(station: tables.Station, typed: Mapping[elections.SheetKey, Sequence[tables.Entry]]) -> Totals:
    """What a station's sheets come to. Raises Conflict where the entries of one do not agree."""
    keys = elections.sheet_keys(station)
    return station_totals(str(station.id), *(_agreed(station, key[1], typed.get(key, ())) for key in keys))


def _agreed(station: tables.Station, sheet: int, typed: Sequence[tables.Entry]) -> Sheet:
    agreed = elections.comparison(typed).agreed
    if agreed is None:
        message = "{station}第{sheet}号计票单的两次录入不一致，不能汇总。"
        raise Conflict("entries_differ", message, station=station.name, sheet=sheet)
    return agreed


def finish_count(job: Job) -> None:
    """Adds the stations up, gives the verdict and ends the job. Raises JobTakenOver when that was done before."""
    election_id = UUID(job.arguments["election_id"])
    with unit_of_work(_SYSTEM) as uow:
        found = elections.election(uow.session, _SYSTEM, election_id, lock=True)
        basis = _basis(uow, found)
        verdict = verdict_on(uow.session, found, _totals(uow, found.id), basis)
        job.finish(uow, {"valid": verdict["valid"], "voted": verdict["voted"]})
        move(uow, found, Step.FINISH_COUNT, on=clock.today())
        place = {"election_id": found.id, "area": found.area}
        uow.session.add(tables.Result(**place, verdict=verdict, basis=basis, counted_at=clock.now()))


def verdict_on(
    session: Session, found: tables.Election, parts: Iterable[Totals], basis: dict[str, Any]
) -> dict[str, Any]:
    """The verdict on the stations' figures, as facts. `basis` is what it rests on beside them."""
    ballots = elections.ballots(session, found.id)
    return decide(ballots, total(parts), _poll(found, basis), rule_set(found.rule_set)).as_facts()


def _basis(uow: UnitOfWork, found: tables.Election) -> dict[str, Any]:
    """What the verdict rests on beside the papers, kept with it: whoever checks the result later needs it as it was.

    Who was elected by the ballots before this one has a seat, and counts among the women.
    """
    seated = elections.winners(uow.session, elections.family(uow.session, found))
    return {
        "seated": [
            {"person": person_key(person.name, person.birth_date), "female": person.sex == Sex.FEMALE}
            for person in seated
        ],
        "relatives": sorted(map(sorted, relatives.pairs(uow.session, found.id))),
    }


def _poll(found: tables.Election, basis: dict[str, Any]) -> Poll:
    women = sum(person["female"] for person in basis["seated"])
    return Poll(
        electors=found.electors,
        mode=Mode(found.mode),
        kind=ElectionKind(found.kind).ballot,
        relatives=frozenset(frozenset(pair) for pair in basis["relatives"]),
        elected=frozenset(person["person"] for person in basis["seated"]),
        women_needed=max(0, rule_set(found.rule_set).committee.women - women),
    )


def _totals(uow: UnitOfWork, election_id: UUID) -> Iterator[Totals]:
    query = select(tables.StationCount.totals).where(tables.StationCount.election_id == election_id)
    return map(Totals.from_facts, uow.session.scalars(query))
