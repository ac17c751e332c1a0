"""A district of 100 communities that votes on one day: rolls, tally sheets, the recount, the overview.

Rolls, elections, counts and the overview go through the API, as offices use it. Only the typed sheets are written
straight into the database: 24,000 requests would measure the web process, which `requests` does.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from benchmarks.figures import Figure, percentile
from benchmarks.imports import PeakMemory
from demo.office import Office
from samples.roll import generate_roll
from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.tally import Figures, Sheet
from services.elections.domain.procedure.steps import State, Step
from services.elections.store import tables
from services.elections.store.database import database, unit_of_work
from services.elections.workflows.recounts import recount
from shared import clock
from shared.auth.actor import Actor
from shared.embedded import Platform
from shared.ids import new_id

COMMUNITIES = 100
ELECTORS = 9_000  # of each community
STATIONS = 6
SHEETS = 20  # of each station
AREA = "450403000000"
_SEATS = {Post.DIRECTOR: 1, Post.VICE_DIRECTOR: 2, Post.MEMBER: 4}
_PAPERS = 45  # on a sheet
_OVERVIEWS = 50
_LIMIT = 600.0


def measure(platform: Platform) -> list[Figure]:
    endpoints = platform.endpoints
    database.connect(endpoints.databases["elections"], pool=4)
    with Office(endpoints.services, endpoints.signing_key, area=AREA) as office:
        elections = [_election(office, number) for number in range(1, COMMUNITIES + 1)]
        figures = [*_import_rolls(platform, office, elections), _overview(office)]
        _type_sheets(elections)
        figures += [_count(office, elections), _recount()]
    database.dispose()
    return figures


def _election(office: Office, number: int) -> str:
    code = f"450403{number // 10 + 1:03}{number % 10 + 1:03}"
    office.post("clerk", "elections", "/api/v1/areas", {"code": code, "name": f"第{number}社区"})
    body = {
        "area": code,
        "title": f"第{number}社区居民委员会换届选举",
        "polling_day": clock.today().isoformat(),
        "contests": [{"post": post, "seats": seats} for post, seats in _SEATS.items()],
        "stations": [{"name": f"第{place + 1}投票站", "sheets": SHEETS} for place in range(STATIONS)],
    }
    return str(office.post("clerk", "elections", "/api/v1/elections", body)["id"])


def _import_rolls(platform: Platform, office: Office, elections: list[str]) -> Iterator[Figure]:
    """All files are there before the first is uploaded; the clock stops when the last import is done."""
    worker = platform.processes["elections-worker"].pid
    with tempfile.TemporaryDirectory() as folder, PeakMemory(worker) as memory:
        files = [Path(folder) / f"roll-{number}.csv" for number in range(len(elections))]
        for number, file in enumerate(files):
            generate_roll(file, electors_count=ELECTORS, seed=number)
        started = time.monotonic()
        jobs = [
            office.upload("clerk", "elections", f"/api/v1/elections/{election}/roll", file)["job_id"]
            for election, file in zip(elections, files, strict=True)
        ]
        for job in jobs:
            for _ in office.follow_job("clerk", "elections", job):
                pass
        seconds = time.monotonic() - started
    count = len(elections) * ELECTORS
    yield Figure(f"{count:,} electors of {len(elections)} rolls imported", f"{seconds:.0f} s", "< 240 s", seconds < 240)
    yield Figure(
        "memory of an importing worker process at most", f"{memory.peak:.0f} MB", "< 300 MB", memory.peak < 300
    )


def _type_sheets(elections: list[str]) -> None:
    """Candidates, and each sheet as two people typed it; the elections stand as they do when the boxes were closed."""
    random = Random(2026)  # noqa: S311 - the same figures each time
    with unit_of_work(Actor.system("bench")) as uow:
        stations = uow.session.scalars(select(tables.Station)).all()
        areas = {station.election_id: station.area for station in stations}
        standing = {UUID(election): _candidates(UUID(election), areas[UUID(election)]) for election in elections}
        uow.session.execute(insert(tables.Candidate), [row for rows in standing.values() for row in rows])
        uow.session.execute(
            insert(tables.StepTaken), [row for each, area in areas.items() for row in _steps(each, area)]
        )
        uow.session.execute(insert(tables.PaperStock), [_stock(each, area) for each, area in areas.items()])
        uow.session.execute(insert(tables.PaperAccount), [_account(station) for station in stations])
        uow.session.execute(update(tables.Election).where(tables.Election.id.in_(areas)).values(state=State.CLOSED))
        for station in stations:
            uow.session.execute(insert(tables.Entry), list(_entries(station, standing[station.election_id], random)))


def _candidates(election: UUID, area: str) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(), "election_id": election, "area": area, "post": post, "name": f"{post.zh}{number}",
            "sex": "female" if number % 2 else "male", "birth_date": clock.today().replace(year=1980, day=number + 1),
            "education": "大专", "nominated_by": "party", "joint_electors": 0,
        }
        for post, seats in _SEATS.items()
        for number in range(seats + 1)
    ]  # fmt: skip


def _steps(election: UUID, area: str) -> list[dict[str, Any]]:
    before = (Step.ANNOUNCE, Step.PUBLISH_ROLL, Step.PUBLISH_CANDIDATES, Step.OPEN_POLLING, Step.CLOSE)
    facts = {"election_id": election, "area": area, "on": clock.today(), "by": "bench", "at": clock.now()}
    return [{**facts, "step": step} for step in before]


def _account(station: tables.Station) -> dict[str, Any]:
    """Every paper that the station received was given out."""
    papers = SHEETS * _PAPERS
    return {
        "station_id": station.id, "election_id": station.election_id, "area": station.area, "received": papers,
        "issued": papers, "left_over": 0, "spoiled": 0, "version": 1, "by": "bench", "at": clock.now(),
    }  # fmt: skip


def _stock(election: UUID, area: str) -> dict[str, Any]:
    """One paper was kept back, and destroyed before the count."""
    return {
        "election_id": election, "area": area, "printed": STATIONS * SHEETS * _PAPERS + 1, "kept": 1, "destroyed": 1,
        "destroyed_on": clock.today(), "witnesses": ["甲", "乙"], "version": 1, "by": "bench", "at": clock.now(),
    }  # fmt: skip


def _entries(station: tables.Station, standing: list[dict[str, Any]], random: Random) -> Iterator[dict[str, Any]]:
    for number in range(1, SHEETS + 1):
        figures = _sheet(standing, random).as_facts()
        for clerk in ("tally-a", "tally-b"):
            yield {
                "id": new_id(), "station_id": station.id, "area": station.area, "sheet": number, "clerk": clerk,
                "figures": figures,
            }  # fmt: skip


def _sheet(standing: list[dict[str, Any]], random: Random) -> Sheet:
    """The first candidates of each post have more than half; no two sheets are quite alike."""
    contests = {}
    for post, seats in _SEATS.items():
        names = [str(each["id"]) for each in standing if each["post"] == post]
        votes = {
            name: random.randint(28, 40) if place < seats else random.randint(2, 5) for place, name in enumerate(names)
        }
        contests[post] = Figures(void=1, votes=votes, others=0)
    return Sheet(_PAPERS, _PAPERS, contests)


def _count(office: Office, elections: list[str]) -> Figure:
    """Every election's count is asked for at once; the clock stops when the last verdict stands."""
    started = time.monotonic()
    for election in elections:
        office.post("clerk", "elections", f"/api/v1/elections/{election}/steps", {"step": "count"})
    _until(
        lambda: all(
            office.get("clerk", "elections", f"/api/v1/elections/{each}")["state"] == "counted" for each in elections
        )
    )
    sheets = len(elections) * STATIONS * SHEETS
    return Figure(
        f"{len(elections)} elections of {sheets:,} sheets counted as jobs", f"{time.monotonic() - started:.0f} s"
    )


def _recount() -> Figure:
    started = time.monotonic()
    found = list(recount(Actor.system("bench"), AREA))
    seconds = time.monotonic() - started
    if len(found) != COMMUNITIES or not all(each.same for each in found):
        raise RuntimeError("the recount came to other verdicts than the count")
    return Figure(f"{len(found)} verdicts recounted from the typed sheets", f"{seconds:.1f} s", "< 10 s", seconds < 10)


def _overview(office: Office) -> Figure:
    """While every community has an election under way, something due in each."""
    times = []
    for _ in range(_OVERVIEWS):
        started = time.monotonic()
        office.get("clerk", "elections", "/api/v1/overview")
        times.append(time.monotonic() - started)
    p95 = percentile(times, 0.95)
    return Figure("overview of the district, p95", f"{p95 * 1000:.0f} ms", "< 300 ms", p95 < 0.3)


def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _LIMIT
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("the district's count did not end")
        time.sleep(0.2)
