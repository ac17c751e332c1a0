"""How residents are told: the register of 3,000, campaigns by messaging, SMS and mail, and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from time import monotonic, sleep
from typing import Any

from demo.chapters.election import until
from demo.chapters.preparing import once_heard
from demo.files import CommunityFiles
from demo.office import Office
from shared import clock

_OPEN = ("created", "queued")
_FEW = 100  # of a campaign's messages: more are not put off by the sinks
_MOST_SECONDS = 180.0


def import_residents(office: Office, files: CommunityFiles) -> int:
    """From the office's own file, in GB18030 as its spreadsheets write it; a single bad row and nothing is kept."""
    path, form = "/api/v1/residents/imports", {"area": files.areas[-1]["code"], "apply": "true"}
    taken = once_heard(lambda: office.upload("registrar", "notices", path, files.residents, **form))
    until(lambda: _import(office, taken)["state"] != "reading", "the file of residents")
    until(lambda: _import(office, taken)["state"] != "confirmed", "the register of residents")
    found = _import(office, taken)
    if found["state"] != "applied":
        raise RuntimeError(f"the residents were not imported: {found['state']}")
    return int(found["changes"]["new"])


def _import(office: Office, taken: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = office.get("registrar", "notices", f"/api/v1/residents/imports/{taken['import_id']}")
    return found


def campaigns(office: Office, community: str) -> list[dict[str, Any]]:
    """With the counts of their deliveries, exact for whoever may read the register."""
    listed = office.get("worker", "notices", "/api/v1/campaigns", area=community, limit=100)["items"]
    return [office.get("worker", "notices", f"/api/v1/campaigns/{each['id']}") for each in listed]


def follow_deliveries(office: Office, community: str, tell: Callable[[int, int | None], None]) -> Counter[str]:
    """Until all have come to their end, wait for another try or for their residents' evening or weekend; answers how
    many are in which state. Where residents are not to be disturbed at this hour, most will go out later."""
    deadline = monotonic() + _MOST_SECONDS
    while True:
        found = campaigns(office, community)
        counts = _by_state(found)
        left = sum(counts[state] for state in _OPEN)
        tell(counts.total() - left, counts.total())
        if monotonic() > deadline or all(_tried(office, each) for each in found if each["state"] == "running"):
            return counts
        sleep(0.3)


def _tried(office: Office, campaign: Mapping[str, Any]) -> bool:
    """Whether what is left of a campaign are those who wait for their own time, and the few that were put off."""
    counts, path = _by_state([campaign]), f"/api/v1/campaigns/{campaign['id']}"
    waiting = sum(each["count"] or 0 for each in office.get("worker", "notices", f"{path}/waiting")["items"])
    if counts["queued"] or counts["created"] - waiting > _FEW or not counts:
        return False
    some = office.get("worker", "notices", f"{path}/deliveries", state="created", limit=_FEW)["items"]
    return all(each["attempts"] or datetime.fromisoformat(each["due_at"]) > clock.now() for each in some)


def _by_state(found: Sequence[Mapping[str, Any]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for campaign in found:
        for each in campaign["deliveries"]:
            counts[each["state"]] += each["count"]
    return counts


def coverage(office: Office, community: str) -> tuple[dict[str, Any], int]:
    """Of the newest notice that was sent: who knows of it by which channel, and how many doors are left to call at."""
    newest = campaigns(office, community)[0]["notice_id"]
    found: dict[str, Any] = office.get("worker", "notices", f"/api/v1/notices/{newest}/coverage")
    doors = office.download("worker", "notices", f"/api/v1/notices/{newest}/door-list.csv")
    return found, len(doors.splitlines()) - 1
