"""The poll: who works where, who votes for whom, how many papers there are."""

from __future__ import annotations

from typing import Any

from demo.chapters.election import Election
from demo.office import Office

_ROLES = ("overseer", "teller", "caller")
_KEPT = 40  # papers of the whole print run that no station gets
_LEFT_OVER, _SPOILED = 4, 1  # at each station


def staff_stations(office: Office, election: Election) -> None:
    """Three persons at each station and box, none of whom stands or is near to somebody who does."""
    for place, station in enumerate(election.stations, 1):
        for number, role in enumerate(_ROLES, 1):
            body = {
                "station_id": station["id"],
                "name": f"{'赵钱孙周吴郑冯'[place - 1]}{'一二三'[number - 1]}",
                "birth_date": f"19{70 + place}-0{number}-15",
                "role": role,
            }
            office.post("clerk", "elections", f"{election.path}/staff", body)


def accept_proxy(office: Office, election: Election) -> dict[str, Any]:
    """An elector who is away appoints another one in writing; both lists are published (Art 19)."""
    standing = {each["name"] for each in office.get("clerk", "elections", f"{election.path}/candidates")["items"]}
    electors = office.get("clerk", "elections", f"{election.path}/electors", limit=50)["items"]
    away, agent = [each for each in electors if each["name"] not in standing][:2]
    body = {
        "elector_id": away["id"],
        "agent_id": agent["id"],
        "reason": "在广州务工，选举期间不能回来",
        "document": "书面委托书1号",
        "received_on": election.day(3),
    }
    office.post("clerk", "elections", f"{election.path}/proxies", body)
    office.post("clerk", "elections", f"{election.path}/proxies/publish", {"on": election.day(1)})
    return {"elector": away["name"], "agent": agent["name"]}


def account_for_papers(office: Office, election: Election, issued: list[int]) -> int:
    """Every paper printed is accounted for, and what is left over destroyed before the boxes are opened; the answer is
    how many were printed."""
    received = 0
    for station, count in zip(election.stations, issued, strict=True):
        body = {
            "received": count + _LEFT_OVER + _SPOILED,
            "issued": count,
            "left_over": _LEFT_OVER,
            "spoiled": _SPOILED,
        }
        office.put("clerk", "elections", f"/api/v1/stations/{station['id']}/papers", body, version=0)
        received += body["received"]
    papers = f"{election.path}/papers"
    office.put("clerk", "elections", papers, {"printed": received + _KEPT, "kept": _KEPT}, version=0)
    surplus = _KEPT + _LEFT_OVER * len(election.stations)
    office.post("clerk", "elections", f"{papers}/destruction", {"count": surplus, "witnesses": ["黄秀英", "李建华"]})
    return received + _KEPT
