"""Before the roll: the areas, the induction for whoever will be elected, the election, who runs it, the last audit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from demo.chapters.election import Election, stations_of, until
from demo.files import CommunityFiles
from demo.office import Office, Refused
from shared.clock import CIVIL_ZONE

_NOT_HEARD = {"area_unknown", "area_not_found"}
"""How services refuse an area of which no event has told them yet."""


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
    return once_heard(lambda: office.post("trainer", "training", "/api/v1/sessions", plan))


def create_election(office: Office, files: CommunityFiles, community: str, polling_day: date) -> Election:
    """Mobile boxes go only to electors who asked for one, and whose list hangs before the poll."""
    plan = files.election
    list_day = (polling_day - timedelta(days=2)).isoformat()
    stations = [
        each | ({"list_published_on": list_day} if each["kind"] == "mobile" else {}) for each in plan["stations"]
    ]
    body = {
        "area": community,
        "title": plan["title"],
        "mode": plan["mode"],
        "polling_day": polling_day.isoformat(),
        "contests": plan["contests"],
        "stations": stations,
    }
    made = office.post("clerk", "elections", "/api/v1/elections", body)
    path = f"/api/v1/elections/{made['id']}"
    return Election(made["id"], polling_day, stations_of(office, path, [each["name"] for each in plan["stations"]]))


def publish_audit(office: Office, election: Election) -> None:
    """The last director's leaving audit hangs before the election (Art 38)."""
    note = "审计结果已在公告栏公布，万审〔2026〕17号。"
    body = {"on": election.day(36), "note": note}
    office.post("clerk", "elections", f"{election.path}/timetable/stages/leaving_audit/done", body)


def form_committee(office: Office, election: Election) -> list[str]:
    """Who runs the election, chosen by the residents' representatives (Art 15); the answer is their names."""
    members = (
        ("黄秀英", "1959-04-02", "chair"),
        ("李建华", "1962-10-18", "vice_chair"),
        ("覃凤兰", "1965-07-30", "member"),
    )
    body = {
        "chosen_by": "representatives_meeting",
        "chosen_on": election.day(36),
        "document": "步埠社区居民代表会议纪要〔2026〕3号",
        "members": [{"name": name, "birth_date": born, "role": role} for name, born, role in members],
        "reserves": [{"name": "韦国荣", "birth_date": "1960-01-25"}],
    }
    office.post("clerk", "elections", f"{election.path}/committee", body)
    return [name for name, _, _ in members]


def once_heard(call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Repeats a call that is refused because the service has not heard of the area yet: that takes a moment."""
    answers: list[dict[str, Any]] = []

    def heard() -> bool:
        try:
            answers.append(call())
        except Refused as refused:
            if _NOT_HEARD.isdisjoint(refused.codes):
                raise
            return False
        return True

    until(heard, "the service to hear of the area")
    return answers[0]
