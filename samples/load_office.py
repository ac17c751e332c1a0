"""Takes the files of an office into the training service, through its API alone, as the office's clerk would."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

Json = Any
Person = Mapping[str, str]
"""A cadre as files name one: community, name, birth date."""


class Desk(Protocol):
    """Calls of the training service. `decides` is for what another person than the clerk must do."""

    def get(self, path: str, **query: Any) -> Json: ...

    def post(self, path: str, body: Json = None, *, decides: bool = False) -> Json: ...

    def put(self, path: str, body: Json) -> Json: ...

    def upload(self, path: str, file: Path) -> Json: ...


def load_office(desk: Desk, folder: Path) -> None:
    """The areas must be registered and have their yearly audits, which the service plans by itself. Sessions to come
    must not have begun: make the files for today."""
    _Load(desk, folder).all()


class _Load:
    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk, self._folder = desk, folder
        self._ids: dict[str, dict[str, str]] = {}
        self._cadres: dict[tuple[str, str], str] = {}

    def all(self) -> None:
        self._desk.upload("/roster/imports", self._folder / "roster.xlsx")
        self._know_cadres()
        self._catalogue()
        self._desk.upload(f"/ledger/imports?area={self._office}", self._folder / "ledger.csv")
        self._desk.upload("/levels/imports", self._folder / "levels.csv")
        for file in sorted((self._folder / "registers").iterdir()):
            self._desk.upload(f"/regimes/{file.stem}/records/import", file)
        self._absences()
        self._sessions()
        self._pairs()
        self._seats()
        self._meetings()
        self._pay()
        self._reserves()
        self._audits()

    @property
    def _office(self) -> str:
        return str(next(each["code"] for each in self._read("areas") if each["level"] == "subdistrict"))

    @property
    def _communities(self) -> list[str]:
        return [each["code"] for each in self._read("areas") if each["level"] == "community"]

    def _read(self, name: str) -> Json:
        return json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))

    def _know_cadres(self) -> None:
        for area in self._communities:
            for each in self._desk.get("/cadres", area=area, limit=100)["items"]:
                self._cadres[area, each["name"]] = each["id"]

    def _cadre(self, who: Person) -> str:
        return self._cadres[who["area"], who["name"]]

    def _catalogue(self) -> None:
        told = self._read("catalogue")
        self._ids["courses"] = {each["code"]: self._add("/courses", each) for each in told["courses"]}
        self._ids["rooms"] = {each["name"]: self._add("/rooms", each) for each in told["rooms"]}
        for each in told["teachers"]:
            each["courses"] = [self._ids["courses"][code] for code in each["courses"]]
        self._ids["teachers"] = {each["name"]: self._add("/teachers", each) for each in told["teachers"]}

    def _add(self, path: str, item: Json) -> str:
        made: str = self._desk.post(path, {"area": self._office, **item})["id"]
        return made

    def _absences(self) -> None:
        told = self._read("absences")
        for each in told["teachers"]:
            self._desk.post(f"/teachers/{self._ids['teachers'][each.pop('teacher')]}/leaves", each)
        for each in told["cadres"]:
            self._desk.post(f"/cadres/{self._cadre(each)}/leaves", _without_person(each))
        for each in told["blackouts"]:
            self._desk.post("/blackouts", each)

    def _sessions(self) -> None:
        for each in self._read("sessions"):
            enrolled, waiting = each.pop("enrolled"), each.pop("waiting")
            for kind in ("course", "room", "teacher"):
                each[f"{kind}_id"] = self._ids[f"{kind}s"][each.pop(kind)]
            path = f"/sessions/{self._desk.post('/sessions', each)['id']}"
            for who in enrolled:
                self._desk.post(f"{path}/enrolments", {"cadre_id": self._cadre(who)})
            for who in waiting:
                self._desk.post(f"{path}/waiting-list", {"cadre_id": self._cadre(who)})

    def _pairs(self) -> None:
        told = self._read("pairs")
        for each in told["secondments"]:
            self._desk.post(f"/cadres/{self._cadre(each)}/secondments", _without_person(each))
        for each in told["mentorships"]:
            mentor, mentee, meetings = (each.pop(name) for name in ("mentor", "mentee", "meetings"))
            ids = {"mentor_id": self._cadre(mentor), "mentee_id": self._cadre(mentee)}
            made = self._desk.post("/mentorships", {**each, **ids})
            for day in meetings:
                self._desk.post(f"/mentorships/{made['id']}/meetings", {"held_on": day, "notes": "一起走访十户"})
        for each in told["kinships"]:
            one, other = (self._cadre(each[name]) for name in ("one", "other"))
            self._desk.post("/kinships", {"one_id": one, "other_id": other, "relation": each["relation"]})

    def _seats(self) -> None:
        told = self._read("seats")
        for area in self._communities:
            for post, seats in told["posts"].items():
                self._desk.put(f"/roster/establishments/{area}/{post}", {"seats": seats, "since": told["since"]})

    def _meetings(self) -> None:
        for each in self._read("meetings"):
            present = [self._cadre(who) for who in each["present"]]
            votes, dissent = dict.fromkeys(present, "for"), {}
            if against := each.pop("against"):
                votes[self._cadre(against)] = "against"
                dissent[self._cadre(against)] = against["why"]
            decision = {"motion": each.pop("motion"), "votes": votes, "dissent": dissent}
            chaired = {"chaired_by": self._cadre(each["chaired_by"]), "present": present}
            self._desk.post("/joint-meetings", {**each, **chaired, "decisions": [decision]})

    def _pay(self) -> None:
        for each in self._read("pay"):
            self._desk.post("/pay-scales", {**each, "area": self._office})
        self._desk.upload("/payments/import", self._folder / "payments.csv")

    def _reserves(self) -> None:
        """Led through the stages that their plans have earned."""
        earned = {"course": "trained", "placement": "practised", "review": "ready"}
        for each in self._read("reserves"):
            done = each.pop("done")
            body = {**each, "area": self._office, "evidence": "社区党组织推荐"}
            path = f"/reserves/{self._desk.post('/reserves', body)['id']}"
            if done:
                self._desk.post(f"{path}/stages", {"stage": "assessed", "evidence": "年度能力测评"})
            for kind, title in done:
                self._do(path, kind, title)
                self._desk.post(f"{path}/stages", {"stage": earned[kind], "evidence": title})

    def _do(self, path: str, kind: str, title: str) -> None:
        today = self._read("day")["on"]
        item = self._desk.post(f"{path}/plan", {"kind": kind, "title": title, "due_on": today})
        verdict = {"passed": True} if kind == "review" else {}
        done = {"done_on": today, "outcome": "按计划完成", **verdict}
        self._desk.post(f"/reserves/plan/{item['id']}/done", done)

    def _audits(self) -> None:
        on = self._read("day")["on"]
        years = self._desk.get("/audit-years", year=int(on[:4]))["items"]
        planned = {each["area"]: each["audit_id"] for each in years}
        for each in self._read("audits"):
            path = f"/audits/{planned[each['area']]}"
            if each["cancelled"]:
                self._desk.post(f"{path}/cancellation", {"reason": each["cancelled"]})
                continue
            self._desk.post(f"{path}/beginning", {"auditor": "万秀区审计局"})
            if each["published"]:
                report = {"reported_on": on, "conclusion": "收支基本合规。", "findings": each["findings"]}
                self._desk.post(f"{path}/report", report)
                self._desk.post(f"{path}/publication", {}, decides=True)


def _without_person(each: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in each.items() if name not in {"area", "name", "birth_date"}}
