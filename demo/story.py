"""The story, chapter by chapter: announce → roll → candidates → sheets → count → certify → induction → notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from time import monotonic, sleep
from typing import Any

from demo.files import CommunityFiles
from demo.office import Office, Refused
from shared.clock import CIVIL_ZONE

_DAYS_BEFORE = {"announce": 35, "publish_roll": 25, "publish_candidates": 5}
"""When the paper acts took place, in days before polling day: the demo records them after the fact, as clerks do."""

_PATIENCE_SECONDS = 90


@dataclass
class Election:
    """What the later chapters need to know of the earlier ones."""

    id: str
    polling_day: date
    stations: list[dict[str, Any]]

    @property
    def path(self) -> str:
        return f"/api/v1/elections/{self.id}"


def register_areas(office: Office, files: CommunityFiles) -> None:
    for area in files.areas:
        office.post("clerk", "elections", "/api/v1/areas", {"code": area["code"], "name": area["name"]})


def schedule_induction(office: Office, polling_day: date) -> dict[str, Any]:
    """The district school plans the course for whoever will be elected."""
    start = datetime.combine(polling_day + timedelta(days=14), time(9), CIVIL_ZONE)
    plan = {
        "title": "新任居委会成员任前培训",
        "kind": "induction",
        "area": office.area,
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=6)).isoformat(),
        "venue": "区委党校二楼阶梯教室",
        "capacity": 40,
        "teacher": "区民政局基层政权科",
    }
    return _once_heard(lambda: office.post("trainer", "training", "/api/v1/sessions", plan))


def create_election(office: Office, files: CommunityFiles, community: str, polling_day: date) -> Election:
    plan = files.election
    made = office.post(
        "clerk",
        "elections",
        "/api/v1/elections",
        {
            "area": community,
            "title": plan["title"],
            "mode": plan["mode"],
            "polling_day": polling_day.isoformat(),
            "contests": plan["contests"],
            "stations": plan["stations"],
        },
    )
    stations = office.get("clerk", "elections", f"/api/v1/elections/{made['id']}/stations")["items"]
    order = [station["name"] for station in plan["stations"]]
    return Election(made["id"], polling_day, sorted(stations, key=lambda station: order.index(station["name"])))


def take_step(office: Office, election: Election, step: str, *, person: str = "clerk") -> dict[str, Any]:
    """Takes a step of the election with the day on which its paper act took place."""
    on = election.polling_day - timedelta(days=_DAYS_BEFORE.get(step, 0))
    taken: dict[str, Any] = office.post(
        person, "elections", f"{election.path}/steps", {"step": step, "on": on.isoformat()}
    )
    return taken


def import_roll(
    office: Office, files: CommunityFiles, election: Election, progress: Callable[[int, int | None], None]
) -> int:
    """Uploads the roll and follows the job; the answer is the number of electors."""
    accepted = office.upload("clerk", "elections", f"{election.path}/roll", files.roll)
    job: dict[str, Any] = {}
    for job in office.follow_job("clerk", "elections", accepted["job_id"]):
        progress(job["done"], job["total"])
    return int(job["done"])


def check_roll(office: Office, election: Election) -> None:
    """The police looked whether anybody has lost political rights, the election committee at the community workers."""
    on = (election.polling_day - timedelta(days=26)).isoformat()
    for body in (
        {"kind": "rights", "office": "城南派出所", "document": "城派函〔2026〕12号", "on": on},
        {"kind": "workers", "office": "居民选举委员会", "document": "选委会决定第1号", "on": on},
    ):
        office.post("clerk", "elections", f"{election.path}/roll/checks", body)


def import_candidates(office: Office, files: CommunityFiles, election: Election) -> None:
    office.upload("clerk", "elections", f"{election.path}/candidates/import", files.candidates)


def enter_sheets(office: Office, files: CommunityFiles, election: Election, told: Callable[[str, str], None]) -> None:
    """Two people type every station's sheet, each from the paper, neither seeing the other's figures."""
    for number, station in enumerate(election.stations, 1):
        for person in ("tally-a", "tally-b"):
            file = files.sheet(number, person[-1])
            office.upload(person, "elections", f"/api/v1/stations/{station['id']}/entries/upload", file)
            told(station["name"], person)


def differences(office: Office, election: Election) -> list[tuple[int, dict[str, Any]]]:
    """The stations (number from 1, tally) whose two entries do not agree."""
    tallies = office.get("clerk", "elections", f"{election.path}/tally")["items"]
    by_id = {tally["station_id"]: tally for tally in tallies}
    numbered = enumerate((by_id[station["id"]] for station in election.stations), 1)
    return [(number, tally) for number, tally in numbered if not tally["agreed"]]


def closing_refused(office: Office, election: Election) -> str | None:
    """Tries to count while entries differ, as someone in a hurry would; the answer is what the service says."""
    try:
        take_step(office, election, "count")
    except Refused as refused:
        return "；".join(duty["message"] for duty in refused.problem.get("missing", [])) or refused.problem["detail"]
    return None


def correct_sheet(office: Office, files: CommunityFiles, election: Election, number: int) -> None:
    """The second clerk looks at the paper again and types it anew."""
    station = election.stations[number - 1]
    path = f"/api/v1/stations/{station['id']}/entries/upload"
    office.upload("tally-b", "elections", path, files.sheet(number, "b-corrected"))


def wait_for_count(office: Office, election: Election) -> None:
    _until(lambda: office.get("clerk", "elections", election.path)["state"] == "counted", "the count to finish")


def result(office: Office, election: Election) -> dict[str, Any]:
    found: dict[str, Any] = office.get("clerk", "elections", f"{election.path}/result")
    return found


def _once_heard(call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Repeats a call that is refused because the service has not heard of the area yet: that takes a moment."""
    answers: list[dict[str, Any]] = []

    def heard() -> bool:
        try:
            answers.append(call())
        except Refused as refused:
            if not any(fault["code"] == "area_unknown" for fault in refused.problem.get("fields", [])):
                raise
            return False
        return True

    _until(heard, "the service to hear of the area")
    return answers[0]


def _until(condition: Callable[[], bool], what: str) -> None:
    deadline = monotonic() + _PATIENCE_SECONDS
    while not condition():
        if monotonic() > deadline:
            raise TimeoutError(f"waited {_PATIENCE_SECONDS} s for {what}")
        sleep(0.1)
