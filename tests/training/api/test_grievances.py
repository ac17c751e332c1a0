"""Grievances over the API: in confidence, with a code, answered by an office above and in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from services.training.store.database import reading, unit_of_work
from services.training.store.tables import Grievance
from services.training.workflows.grievances import tell_missed_grievances
from shared import clock
from shared.auth.actor import Actor
from shared.database.tables import audit_trail
from tests.access import NOBODY, assert_guarded, assert_hidden_from_others
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office

FILE = ("training:grievances:file",)
READ = ("training:grievances:read",)
HANDLE = ("training:grievances:handle",)
BODY = {"area": COMMUNITY, "kind": "pay", "text": "去年补贴至今没有发放"}
ACCEPTANCE = {"accept": True, "note": "转区财政局核实"}


@pytest.fixture
def filed(office: Office, elections: Publisher) -> dict[str, Any]:
    answer = office.post("/grievances", BODY, subject="cadre-zhang", scopes=FILE, area=COMMUNITY)
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture
def number(office: Office, filed: dict[str, Any]) -> str:
    return office.get("/grievances", scopes=READ).json["items"][0]["id"]


def of(number: str) -> list[tuple[str, str, Any]]:
    path = f"/grievances/{number}"
    return [
        ("GET", path, None),
        ("POST", f"{path}/acceptance", ACCEPTANCE),
        ("POST", f"{path}/answer", {"answer": "已补发"}),
    ]


def test_every_route_asks_for_token_scope_and_area(office: Office, number: str) -> None:
    assert_guarded(office, [("POST", "/grievances", BODY), ("GET", "/grievances", None), *of(NOBODY)])
    assert_hidden_from_others(office, [("POST", "/grievances", BODY), *of(number)])
    assert office.get("/grievances", scopes=READ, area=FOREIGN_DISTRICT).json["items"] == []


def test_who_keeps_the_roster_or_decides_reads_no_grievances(office: Office, number: str) -> None:
    for path in ("/grievances", f"/grievances/{number}"):
        for scopes in (("training:read", "training:write", "training:decide"), FILE):
            assert office.get(path, scopes=scopes).status_code == 403


def test_nothing_that_is_kept_says_who_filed_it(office: Office, filed: dict[str, Any], number: str) -> None:
    with reading() as db:
        line = db.execute(select(audit_trail).where(audit_trail.c.action == "file_grievance")).mappings().one()
        row = db.scalars(select(Grievance)).one()
    kept = [*line.values(), *(getattr(row, column.name) for column in Grievance.__table__.columns)]
    assert "cadre-zhang" not in map(str, kept)
    assert filed["code"] not in map(str, kept)


def test_the_complainant_follows_it_by_the_code_alone(office: Office, filed: dict[str, Any], number: str) -> None:
    def status() -> dict[str, Any]:
        return office.client.get(f"/api/v1/grievance-status/{filed['code']}").json

    today = clock.today()
    assert (status()["state"], status()["answer_due_on"]) == ("filed", (today + timedelta(days=30)).isoformat())
    assert office.post(f"/grievances/{number}/answer", {"answer": "x"}, scopes=HANDLE).status_code == 409
    assert office.post(f"/grievances/{number}/acceptance", ACCEPTANCE, scopes=HANDLE).json["state"] == "accepted"
    assert office.post(f"/grievances/{number}/answer", {"answer": "已补发"}, scopes=HANDLE).status_code == 200
    assert (status()["state"], status()["answer"]) == ("answered", "已补发")
    assert "text" not in status()
    wrong = office.client.get("/api/v1/grievance-status/" + "x" * 32)
    assert (wrong.status_code, wrong.json["code"]) == (404, "grievance_not_found")


def test_the_community_itself_does_not_handle_it(office: Office, number: str) -> None:
    answer = office.post(f"/grievances/{number}/acceptance", ACCEPTANCE, scopes=HANDLE, area=COMMUNITY)
    assert (answer.status_code, answer.json["code"]) == (403, "office_above_needed")


@pytest.mark.parametrize("changes", [{"kind": "gossip"}, {"text": " "}, {"name": "张"}])
def test_what_cannot_be_filed_is_named(office: Office, elections: Publisher, changes: dict[str, Any]) -> None:
    answer = office.post("/grievances", BODY | changes, scopes=FILE)
    assert (answer.status_code, answer.json["fields"][0]["field"]) == (422, next(iter(changes)))


def test_missed_days_are_told_once_and_without_the_matter(office: Office, number: str, elections: Publisher) -> None:
    with unit_of_work(Actor.system("training")) as uow:
        today = clock.today()
        days = {"accept_due_on": today - timedelta(days=3), "answer_due_on": today - timedelta(days=1)}
        uow.session.execute(update(Grievance).values(**days))
    assert (tell_missed_grievances(), tell_missed_grievances()) == (2, 0)
    told = [(each["type"], each["data"]["step"], each["data"]["days_late"]) for each in elections.told()]
    missed = "training.grievance_deadline_missed.v1"
    assert told == [(missed, "acceptance", 3), (missed, "answer", 1)]
