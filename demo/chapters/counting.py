"""The count: every sheet typed by two people, what they read differently, the verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from demo.chapters.election import Election, take_step, until
from demo.files import CommunityFiles
from demo.office import Office, Refused

TYPISTS = ("tally-a", "tally-b")


def enter_sheets(office: Office, files: CommunityFiles, election: Election, told: Callable[[str, str], None]) -> None:
    """Two people type every station's sheet, each from the paper, neither seeing the other's figures."""
    for number, station in enumerate(election.stations, 1):
        for person in TYPISTS:
            file = files.sheet(number, person[-1])
            office.upload(person, "elections", f"/api/v1/stations/{station['id']}/entries/upload", file)
            told(station["name"], person)


def enter_figures(office: Office, election: Election, sheets: list[dict[str, Any]]) -> None:
    """The same for a further ballot, typed at the screen: votes stand in the order of the paper."""
    standing = office.get("clerk", "elections", f"{election.path}/candidates")["items"]
    for station, sheet in zip(election.stations, sheets, strict=True):
        for person in TYPISTS:
            path = f"/api/v1/stations/{station['id']}/entries"
            office.post(person, "elections", path, _with_candidates(sheet, standing))


def _with_candidates(sheet: dict[str, Any], standing: list[dict[str, Any]]) -> dict[str, Any]:
    contests = {}
    for post, figures in sheet["contests"].items():
        ids = [each["id"] for each in standing if each["post"] == post]
        contests[post] = {**figures, "votes": dict(zip(ids, figures["votes"], strict=True))}
    return {**sheet, "contests": contests}


def issued(office: Office, election: Election) -> list[int]:
    """How many papers each station gave out, by its sheet as the first of the two typed it."""
    return [_first(office, station["id"])["issued"] for station in election.stations]


def _first(office: Office, station_id: str) -> dict[str, Any]:
    entries = office.get(TYPISTS[0], "elections", f"/api/v1/stations/{station_id}/entries")["items"]
    sheet: dict[str, Any] = entries[0]["sheet"]
    return sheet


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
    until(lambda: office.get("clerk", "elections", election.path)["state"] == "counted", "the count to finish")


def result(office: Office, election: Election) -> dict[str, Any]:
    found: dict[str, Any] = office.get("clerk", "elections", f"{election.path}/result")
    return found
