"""After the election: a subdistrict's cadres, a plan for the newly elected by the solver, check-in, certificates."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from demo.chapters.election import until
from demo.office import Office
from samples.generate_office import write_office
from samples.load_office import load_office
from samples.office_people import COMMUNITIES, DISTRICT, OFFICE
from shared import clock

_SOLVER_SECONDS = 3
_WEEKS = timedelta(weeks=4)
_WELCOME_LASTS = timedelta(seconds=5)
_WELCOME = {
    "code": "XR01",
    "title_zh": "新任成员见面会",
    "title_en": "Welcome of new members",
    "kind": "theory",
    "hours": 1,
    "certificate": True,
}


@dataclass(frozen=True, slots=True)
class TrainingDesk:
    """The office as the sample's loader sees it."""

    office: Office

    def get(self, path: str, **query: Any) -> Any:
        return self.office.get("trainer", "training", f"/api/v1{path}", **query)

    def post(self, path: str, body: Any = None, *, decides: bool = False) -> Any:
        return self.office.post("decider" if decides else "trainer", "training", f"/api/v1{path}", body)

    def put(self, path: str, body: Any) -> Any:
        return self.office.put("trainer", "training", f"/api/v1{path}", body, version=0)

    def upload(self, path: str, file: Path) -> Any:
        return self.office.upload("trainer", "training", f"/api/v1{path}", file)


def load_sample_office(office: Office, today: date) -> TrainingDesk:
    """Sixty cadres in nine communities, each with a problem of the field study."""
    for code, name in {OFFICE[0]: OFFICE[1], **COMMUNITIES}.items():
        office.post("clerk", "elections", "/api/v1/areas", {"code": code, "name": name})
    desk = TrainingDesk(office)
    until(lambda: COMMUNITIES.keys() <= _audited(desk, today), "the communities and their yearly audits")
    with tempfile.TemporaryDirectory() as folder:
        write_office(Path(folder), today)
        load_office(desk, Path(folder))
    return desk


def _audited(desk: TrainingDesk, today: date) -> set[str]:
    """The communities that training knows (it is told of them by events) and has planned this year's audit of."""
    return {each["area"] for each in desk.get("/audit-years", year=today.year)["items"] if each["audit_id"]}


def plan_for_the_elected(desk: TrainingDesk, community: str, today: date) -> dict[str, Any]:
    """Everybody on the new committee learns its law within four weeks, and never more than two are away at once."""
    course = next(each for each in desk.get("/courses")["items"] if each["code"] == "FL01")
    days = {"starts_on": (today + timedelta(days=1)).isoformat(), "ends_on": (today + _WEEKS).isoformat()}
    wanted = {"area": community, **days, "most_away": 2, "required": [{"course_id": course["id"]}]}
    asked = desk.post("/schedules", {**wanted, "seconds": _SOLVER_SECONDS})
    for _ in desk.office.follow_job("trainer", "training", urlsplit(asked["job"]).path.rpartition("/")[2]):
        pass
    found: dict[str, Any] = desk.get(f"/schedules/{asked['id']}")
    if found["state"] != "solved":
        raise RuntimeError(f"schedule {found['state']}: {found['binding'] or found['refusal']}")
    desk.post(f"/schedules/{found['id']}/publication")
    return found


def hold_welcome(desk: TrainingDesk, community: str) -> tuple[str, list[str]]:
    """A session that begins at once: the hall's screen shows a code, and the newly elected confirm with their own keys.

    It lasts some seconds, since nobody who watches a demo waits for an hour. Answers its id and who came.
    """
    course = desk.post("/courses", {"area": DISTRICT[0], **_WELCOME})
    begins = clock.now() + timedelta(seconds=1)
    times = {"starts_at": begins.isoformat(), "ends_at": (begins + _WELCOME_LASTS).isoformat()}
    about = {"area": community, "title": course["title_zh"], "course_id": course["id"], "venue": "社区会议室"}
    session = desk.post("/sessions", {**about, "kind": "course", "capacity": 10, **times})
    for each in desk.get("/cadres", area=community)["items"]:
        desk.post(f"/sessions/{session['id']}/enrolments", {"cadre_id": each["id"]})
        hall = desk.office.fetch("training", "/hall/" + session["hall_url"].rpartition("/hall/")[2]).decode()
        code = re.search(r'href="[^"]*(/check-in/[^"]+)"', hall)
        key = desk.get(f"/cadres/{each['id']}")["personal_url"].rpartition("/")[2]
        desk.office.submit("training", code[1] if code else "", {"key": key})
    register = desk.get(f"/sessions/{session['id']}/attendance")["items"]
    return session["id"], [each["name"] for each in register if each["state"] == "present"]


def give_certificates(desk: TrainingDesk, session_id: str) -> int:
    """To all who came, as soon as it is over."""
    ends = datetime.fromisoformat(desk.get(f"/sessions/{session_id}")["ends_at"])
    until(lambda: clock.now() > ends, "the end of the session")
    return len(desk.post(f"/sessions/{session_id}/certificates")["items"])


def red_flags(desk: TrainingDesk, today: date) -> dict[str, int]:
    """What the dashboard has on top."""
    compliance = desk.get("/compliance", area=DISTRICT[0], year=today.year)["totals"]
    broken = sum(each["broken"] for each in desk.get("/structure")["items"])
    lights = Counter(each["light"] for each in desk.get("/audit-years", year=today.year)["items"])
    return {"年度培训落后 · behind": compliance["behind"], "班子结构不符 · broken rules": broken,
            "没有审计 · without audit": lights["red"]}  # fmt: skip
