"""The elections service in-process on a real database; its jobs are carried out where the relay would send them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from services.elections.store.database import database, reading
from services.elections.workflows import counting, rolls
from shared import clock
from shared.auth.actor import Actor
from shared.database.tables import jobs, outbox
from shared.jobs.run import Job, carry_on, carry_out
from tests.conftest import COMMUNITY
from tests.kept_rows import Rows, put_back, taken_from
from tests.office import Office

EVERYTHING = (
    "elections:read",
    "elections:roll:read",
    "elections:write",
    "elections:tally",
    "elections:certify",
    "elections:supervise",
)
CONTESTS = [{"post": "director", "seats": 1}, {"post": "vice_director", "seats": 1}, {"post": "member", "seats": 3}]


COMMITTEE = {
    "chosen_by": "representatives_meeting",
    "chosen_on": (clock.today() - timedelta(days=34)).isoformat(),
    "document": "居民代表会议纪要〔2026〕2号",
    "members": [
        {"name": "选委甲", "birth_date": "1961-01-01", "role": "chair"},
        {"name": "选委乙", "birth_date": "1962-02-02", "role": "vice_chair"},
        {"name": "选委丙", "birth_date": "1963-03-03", "role": "member"},
    ],
    "reserves": [{"name": "候补甲", "birth_date": "1964-04-04"}, {"name": "候补乙", "birth_date": "1965-05-05"}],
}


class ElectionOffice(Office):
    """A client that also takes an election's steps, so many days ago.

    What a committee does as a matter of course before a step is done first, unless the step is taken `unprepared`.
    """

    def step(
        self, election_id: str, step: str, *, days_before: int = 0, unprepared: bool = False, **options: Any
    ) -> TestResponse:
        if not unprepared and step in _PREPARATIONS:
            _PREPARATIONS[step](self, election_id)
        on = (clock.today() - timedelta(days=days_before)).isoformat()
        return self.post(f"/elections/{election_id}/steps", {"step": step, "on": on}, **options)


def form_committee(office: Office, election_id: str, **changes: Any) -> TestResponse:
    return office.post(f"/elections/{election_id}/committee", COMMITTEE | changes)


def put_up_candidates(office: Office, election_id: str) -> None:
    """Ten electors of the roll sign for whom electors nominated, everybody is checked, and all accept."""
    path = f"/elections/{election_id}/candidates"
    for candidate in office.get(path).json["items"]:
        if candidate["nominated_by"] == "joint":
            signing = office.get(f"/elections/{election_id}/electors?limit={candidate['joint_electors']}").json["items"]
            office.post(f"{path}/{candidate['id']}/nominators", {"nominators": [each["id"] for each in signing]})
    today = clock.today().isoformat()
    checked = {"all": True, "passed": True, "office": "区联审机构", "document": "联审〔2026〕5号", "on": today}
    office.post(f"{path}/checks", checked)
    office.post(f"{path}/acceptances", {"all": True})


def meet_residents(office: Office, election_id: str) -> None:
    """The candidates' meeting on the day on which they were published, if there are any and it was not held yet."""
    path = f"/elections/{election_id}/candidate-meetings"
    taken = {each["step"]: each["on"] for each in office.get(f"/elections/{election_id}").json["steps"]}
    if "publish_candidates" in taken and not office.get(path).json["items"]:
        held = {"on": taken["publish_candidates"], "place": "社区礼堂", "attended": 56, "questions": 7}
        office.post(path, held | {"document": "见面会记录〔2026〕1号"})


_PREPARATIONS: dict[str, Callable[[Office, str], Any]] = {
    "announce": form_committee,
    "publish_candidates": put_up_candidates,
    "open_polling": meet_residents,
}


@pytest.fixture
def app(application: Callable[[str], Flask]) -> Flask:
    return application("elections")


@pytest.fixture
def office(app: Flask, token: Callable[..., str]) -> ElectionOffice:
    return ElectionOffice(app.test_client(), token, EVERYTHING)


Kept = Callable[[str, Callable[[], dict[str, Any]]], dict[str, Any]]


@pytest.fixture(scope="session")
def _kept() -> dict[tuple[str, date], tuple[dict[str, Any], Rows]]:
    """By name and day: nothing that was made yesterday is of today."""
    return {}


@pytest.fixture
def kept(app: Flask, _kept: dict[tuple[str, date], tuple[dict[str, Any], Rows]]) -> Kept:
    """Makes something through the API the first time, and puts its rows back every other time."""

    def give(name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        key = (name, clock.today())
        if key in _kept:
            put_back(database, _kept[key][1])
        else:
            _kept[key] = (make(), taken_from(database))
        return deepcopy(_kept[key][0])

    return give


@pytest.fixture
def community(office: Office) -> str:
    assert office.post("/areas", {"code": COMMUNITY, "name": "步埠社区"}).status_code == 201
    return COMMUNITY


@pytest.fixture
def election(office: Office, community: str, kept: Kept) -> dict[str, Any]:
    """A draft with all posts and two stations, polling today."""
    return kept("draft", lambda: draft(office, community))


def draft(office: Office, community: str) -> dict[str, Any]:
    body = {
        "area": community,
        "title": "步埠社区居委会换届选举",
        "polling_day": clock.today().isoformat(),
        "contests": CONTESTS,
        "stations": [
            {"name": "主会场", "secret_booth": True},
            {"name": "流动票箱", "kind": "mobile", "requests": 2, "list_published_on": clock.today().isoformat()},
        ],
    }
    made = office.post("/elections", body)
    assert made.status_code == 201, made.json
    shown: dict[str, Any] = made.json
    return shown


NOMINEES = (
    *(("主任", f"主任{number}", "男", f"1970-01-0{number}", "大专,社区党组织,0") for number in (1, 2)),
    ("副主任", "副主任1", "女", "1985-01-01", "本科,选民联名,10"),
    ("副主任", "副主任2", "女", "1985-01-02", "本科,社区党组织,0"),
    *(("委员", f"委员{number}", "女", f"1990-01-0{number}", "高中,社区党组织,") for number in (1, 2, 3, 4)),
)
"""Post, name, sex, birth date, and what else stands in the file."""


def roll_csv(count: int = 10, *, standing: Iterable[tuple[str, str, str]] | None = None) -> bytes:
    """So many electors; from ten on, who stands (name, sex, birth date) is among them: the nominees unless told."""
    if standing is None:
        standing = [nominee[1:4] for nominee in NOMINEES] if count >= 10 else []
    people = [",".join(each) for each in standing]
    people = [*(f"张{chr(0x4E00 + number)},女,1980-01-02" for number in range(count - len(people))), *people]
    rows = [f"{person},和平路{number}号,一组,户籍" for number, person in enumerate(people)]
    return "\n".join(["姓名,性别,出生日期,住址,居民小组,登记类型", *rows]).encode()


def candidates_csv() -> bytes:
    rows = [",".join(nominee) for nominee in NOMINEES]
    return "\n".join(["职务,姓名,性别,出生日期,文化程度,提名方式,联名人数", *rows]).encode()


def run_jobs(*, newest_first: bool = False) -> list[dict[str, Any]]:
    """Carries out every waiting job as the tasks do; the answer is the jobs as they then stand."""
    order = jobs.c.id.desc() if newest_first else jobs.c.id
    with reading() as session:
        query = select(jobs.c.id, jobs.c.task).where(jobs.c.state == "waiting").order_by(order)
        waiting = session.execute(query).all()
    for job_id, task in waiting:
        carry_out(database, job_id, _WORK[task], retry_seconds=60)
    with reading() as session:
        rows = session.execute(select(jobs).where(jobs.c.id.in_([job_id for job_id, _ in waiting]))).mappings()
        return [dict(row) for row in rows]


def _count(job: Job) -> None:
    for station in counting.stations_to_count(job):
        counting.count_station(UUID(station))
    carry_on(database, job.id, counting.finish_count)


_WORK = {"elections.import_roll": rolls.import_roll, "elections.count": _count}


def events() -> list[dict[str, Any]]:
    with reading() as session:
        return [dict(row) for row in session.execute(select(outbox).order_by(outbox.c.id)).mappings()]


def sheet_for(office: Office, election_id: str, *, issued: int, recovered: int, winners: int = 1) -> dict[str, Any]:
    """A sheet on which the first `seats` candidates of each post have all valid votes."""
    standing = office.get(f"/elections/{election_id}/candidates").json["items"]
    contests: dict[str, Any] = {}
    for contest in CONTESTS:
        of_post = [each["id"] for each in standing if each["post"] == contest["post"]]
        votes = {each: recovered * (place < contest["seats"]) for place, each in enumerate(of_post)}
        contests[contest["post"]] = {"void": 0, "votes": votes, "others": 0}
    return {"issued": issued, "recovered": recovered, "contests": contests}


def check_roll(office: Office, election_id: str, *kinds: str) -> None:
    """Political rights, and whatever else, checked by the police."""
    for kind in ("rights", *kinds):
        body = {"kind": kind, "office": "派出所", "document": "步公函〔2026〕3号", "on": clock.today().isoformat()}
        answer = office.post(f"/elections/{election_id}/roll/checks", body)
        assert answer.status_code == 201, answer.json


def publish_audit(office: Office, election_id: str, *, days_before: int = 28) -> None:
    """The last director's leaving audit, without which no term election polls (Art 38)."""
    on = (clock.today() - timedelta(days=days_before)).isoformat()
    answer = office.post(f"/elections/{election_id}/timetable/stages/leaving_audit/done", {"on": on})
    assert answer.status_code == 200, answer.json


def enter_sheets(office: Office, election_id: str, figures: dict[str, dict[str, Any]], *, papers: int) -> None:
    """Two people type sheets that come to `figures` (votes by name, by post); all of it at the first station."""
    listed = office.get(f"/elections/{election_id}/candidates").json["items"]
    standing = [each for each in listed if each["state"] == "standing" or (each["state"] == "struck" and each["place"])]
    stations = office.get(f"/elections/{election_id}/stations").json["items"]
    for place, station in enumerate(stations):
        first = place == 0
        contests = {
            post: {
                "void": 0,
                "votes": {each["id"]: votes[each["name"]] if first else 0 for each in standing if each["post"] == post},
            }
            for post, votes in figures.items()
        }
        sheet = {"issued": papers * first, "recovered": papers * first, "contests": contests}
        for person in ("typist-1", "typist-2"):
            answer = office.post(f"/stations/{station['id']}/entries", sheet, subject=person)
            assert answer.status_code == 201, answer.json
    account_for_papers(office, election_id)


def staff_stations(office: Office, election_id: str) -> None:
    """Three persons, none of whom stands, at each station that has nobody yet."""
    there = {each["station_id"] for each in office.get(f"/elections/{election_id}/staff").json["items"]}
    for place, station in enumerate(office.get(f"/elections/{election_id}/stations").json["items"]):
        for number, role in enumerate(("overseer", "teller", "caller")):
            body = {
                "station_id": station["id"],
                "name": f"工作人员{place}{number}",
                "birth_date": "1988-08-08",
                "role": role,
            }
            if station["id"] not in there:
                answer = office.post(f"/elections/{election_id}/staff", body)
                assert answer.status_code == 201, answer.json


def account_for_papers(office: Office, election_id: str) -> None:
    """Of each station one paper more than its sheets say; two are kept back, and all that is left over destroyed."""
    path = f"/elections/{election_id}/papers"
    shown = office.get(path).json
    received = 0
    for station in shown["items"]:
        issued = _issued(office, station["station_id"])
        received += issued + 1
        body = {"received": issued + 1, "issued": issued, "left_over": 1, "spoiled": 0}
        _put(office, f"/stations/{station['station_id']}/papers", body, version=station["version"])
    _put(office, path, {"printed": received + 2, "kept": 2}, version=shown["version"])
    destroyed = {"count": len(shown["items"]) + 2, "witnesses": ["赵一", "钱二"]}
    answer = office.post(f"{path}/destruction", destroyed)
    assert answer.status_code == 200, answer.json


def _issued(office: Office, station_id: str) -> int:
    """What the station's sheets say, as somebody typed them last."""
    typed = office.get(f"/stations/{station_id}/entries").json["items"]
    return sum({each["number"]: each["sheet"]["issued"] for each in typed if each["sheet"]}.values())


def _put(office: Office, path: str, body: dict[str, Any], *, version: int) -> None:
    answer = office.call("PUT", path, json=body, headers={"If-Match": f'"{version}"'})
    assert answer.status_code == 200, answer.json


def count_and_certify(office: Office, election_id: str) -> dict[str, Any]:
    """The certified result."""
    account_for_papers(office, election_id)
    assert office.step(election_id, "count").status_code == 200
    assert [job["state"] for job in run_jobs()] == ["done"]
    certified = office.step(election_id, "certify", subject="certifier")
    assert certified.status_code == 200, certified.json
    return office.get(f"/elections/{election_id}/result").json


def closed(office: ElectionOffice, election: dict[str, Any]) -> dict[str, Any]:
    """Roll of ten, candidates, polled and closed."""
    number = election["id"]
    assert office.step(number, "announce", days_before=30).status_code == 200
    assert office.upload(f"/elections/{number}/roll", roll_csv()).status_code == 202
    assert [job["state"] for job in run_jobs()] == ["done"]
    check_roll(office, number)
    publish_audit(office, number)
    assert office.step(number, "publish_roll", days_before=25).status_code == 200
    assert office.upload(f"/elections/{number}/candidates/import", candidates_csv()).status_code == 201
    staff_stations(office, number)
    for step in ("publish_candidates", "open_polling", "close"):
        answer = office.step(number, step)
        assert answer.status_code == 200, answer.json
    return election


def type_sheets(office: Office, election_id: str, *, recovered: int = 4) -> None:
    sheet = sheet_for(office, election_id, issued=5, recovered=recovered)
    for station in office.get(f"/elections/{election_id}/stations").json["items"]:
        for person in ("typist-1", "typist-2"):
            answer = office.post(f"/stations/{station['id']}/entries", sheet, subject=person)
            assert answer.status_code == 201, answer.json
    account_for_papers(office, election_id)


@pytest.fixture
def closed_election(office: ElectionOffice, kept: Kept, request: pytest.FixtureRequest) -> dict[str, Any]:
    """Ready for the sheets."""
    return kept("closed", lambda: closed(office, request.getfixturevalue("election")))


@pytest.fixture
def certified_election(office: ElectionOffice, kept: Kept, request: pytest.FixtureRequest) -> dict[str, Any]:
    """Eight of ten voted, all for the same persons."""

    def make() -> dict[str, Any]:
        election: dict[str, Any] = request.getfixturevalue("closed_election")
        type_sheets(office, election["id"])
        count_and_certify(office, election["id"])
        return election

    return kept("certified", make)


@pytest.fixture
def seated_election(office: ElectionOffice, kept: Kept, request: pytest.FixtureRequest) -> dict[str, Any]:
    """Ten of ten voted, and five are in office."""
    from tests.elections.committees import certify_committee

    def make() -> dict[str, Any]:
        election: dict[str, Any] = request.getfixturevalue("closed_election")
        certify_committee(office, election["id"])
        return election

    return kept("seated", make)


@pytest.fixture
def system() -> Actor:
    return Actor.system("elections")
