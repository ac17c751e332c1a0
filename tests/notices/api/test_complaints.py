"""Complaints about disclosure: by anyone, in confidence, decided by the office above in public and in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import DisclosureComplaint
from services.notices.workflows.disclosure_chores import tell_missed_complaints
from services.notices.workflows.disclosures import open_disclosures
from shared import clock
from shared.auth.actor import Actor
from tests.access import NOBODY, assert_guarded, assert_hidden_from_others
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.office import Office

BODY = {"area": COMMUNITY, "kind": "not_disclosed", "text": "三季度经费一直没有公布"}
READ = ("notices:complaints:read",)
HANDLE = ("notices:supervise",)


@pytest.fixture
def filed(office: Office, publisher: Publisher) -> dict[str, Any]:
    answer = office.client.post("/api/v1/disclosure-complaints", json=BODY)
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture
def number(office: Office, filed: dict[str, Any]) -> str:
    return office.get("/disclosure-complaints", scopes=READ).json["items"][0]["id"]


def decision(**changes: Any) -> dict[str, Any]:
    by = (clock.today() + timedelta(days=5)).isoformat()
    return {"upheld": True, "outcome": "经核实，情况属实。", "publish_by": by, **changes}


def of(number: str) -> list[tuple[str, str, Any]]:
    path = f"/disclosure-complaints/{number}"
    return [
        ("GET", path, None),
        ("POST", f"{path}/investigation", None),
        ("POST", f"{path}/decision", decision()),
        ("POST", f"{path}/completion", None),
    ]


def test_offices_routes_ask_for_token_scope_and_area(office: Office, number: str) -> None:
    assert_guarded(office, [("GET", "/disclosure-complaints", None), *of(NOBODY)])
    assert_hidden_from_others(office, of(number))
    assert office.get("/disclosure-complaints", scopes=READ, area=FOREIGN_DISTRICT).json["items"] == []


def test_the_complainant_follows_it_by_the_receipt_alone(office: Office, filed: dict[str, Any], number: str) -> None:
    def status() -> dict[str, Any]:
        return office.client.get(f"/api/v1/disclosure-complaints/status/{filed['code']}").json

    assert (status()["state"], status()["decide_by"]) == (
        "filed",
        (clock.today() + timedelta(days=30)).isoformat(),
    )
    assert office.post(f"/disclosure-complaints/{number}/decision", decision(), scopes=HANDLE).status_code == 409
    assert office.post(f"/disclosure-complaints/{number}/investigation", scopes=HANDLE).json["state"] == "investigating"
    assert office.post(f"/disclosure-complaints/{number}/decision", decision(), scopes=HANDLE).json["state"] == "upheld"
    assert status()["outcome"] == "经核实，情况属实。"
    assert office.post(f"/disclosure-complaints/{number}/completion", scopes=HANDLE).json["state"] == "carried_out"
    assert "text" not in status()
    wrong = office.client.get("/api/v1/disclosure-complaints/status/" + "x" * 32)
    assert (wrong.status_code, wrong.json["code"]) == (404, "complaint_not_found")


def test_the_community_itself_does_not_decide_it(office: Office, number: str) -> None:
    answer = office.post(f"/disclosure-complaints/{number}/investigation", scopes=HANDLE, area=COMMUNITY)
    assert (answer.status_code, answer.json["code"]) == (403, "office_above_needed")


def test_what_is_true_needs_an_order_and_what_is_not_has_none(office: Office, number: str) -> None:
    office.post(f"/disclosure-complaints/{number}/investigation", scopes=HANDLE)
    bare = office.post(f"/disclosure-complaints/{number}/decision", decision(publish_by=None), scopes=HANDLE)
    assert (bare.status_code, bare.json["fields"][0]["field"]) == (422, "publish_by")
    rejected = office.post(f"/disclosure-complaints/{number}/decision", decision(upheld=False), scopes=HANDLE)
    assert (rejected.json["state"], rejected.json["publish_by"]) == ("rejected", None)


def test_an_order_is_carried_out_only_when_the_matter_is_published(office: Office, publisher: Publisher) -> None:
    open_disclosures()
    duty = office.get("/disclosure-duties", query_string={"area": COMMUNITY}).json["items"][0]
    office.client.post("/api/v1/disclosure-complaints", json={**BODY, "duty_id": duty["id"]})
    (found,) = office.get("/disclosure-complaints", scopes=READ).json["items"]
    path = f"/disclosure-complaints/{found['id']}"
    office.post(f"{path}/investigation", scopes=HANDLE)
    office.post(f"{path}/decision", decision(), scopes=HANDLE)
    answer = office.post(f"{path}/completion", scopes=HANDLE)
    assert (answer.status_code, answer.json["fields"][0]["code"]) == (422, "not_disclosed")


@pytest.mark.parametrize("changes", [{"kind": "gossip"}, {"text": " "}, {"name": "张"}, {"area": "999999999999"}])
def test_what_cannot_be_filed_is_refused(office: Office, publisher: Publisher, changes: dict[str, Any]) -> None:
    answer = office.client.post("/api/v1/disclosure-complaints", json=BODY | changes)
    assert answer.status_code == (404 if "area" in changes else 422), answer.json


def test_a_complaint_names_only_its_own_community_s_disclosures(office: Office, publisher: Publisher) -> None:
    open_disclosures()
    other = office.get("/disclosure-duties", query_string={"area": OTHER_COMMUNITY}).json["items"][0]
    answer = office.client.post("/api/v1/disclosure-complaints", json={**BODY, "duty_id": other["id"]})
    assert answer.status_code == 404


def test_a_flood_is_stopped(office: Office, publisher: Publisher) -> None:
    answers = [office.client.post("/api/v1/disclosure-complaints", json=BODY).status_code for _ in range(21)]
    assert answers == [201] * 20 + [429]


def test_missed_days_are_told_once_and_without_the_matter(office: Office, number: str, publisher: Publisher) -> None:
    def move(**days: Any) -> None:
        with unit_of_work(Actor.system("notices")) as uow:
            uow.session.execute(update(DisclosureComplaint).values(**days))

    late = clock.today() - timedelta(days=2)
    move(decide_by=late)
    assert (tell_missed_complaints(), tell_missed_complaints()) == (1, 0)
    move(state="upheld", publish_by=late)
    assert (tell_missed_complaints(), tell_missed_complaints()) == (1, 0)
    told = [each["data"] for each in publisher.told() if each["type"] == "notices.disclosure_complaint_missed.v1"]
    assert [(each["step"], each["days_late"]) for each in told] == [("decision", 2), ("order", 2)]
    assert "经费" not in str(told)


def test_nothing_that_is_kept_opens_it_but_the_receipt(filed: dict[str, Any], publisher: Publisher) -> None:
    with reading() as session:
        row = session.scalars(select(DisclosureComplaint)).one()
    kept = [str(getattr(row, column.name)) for column in DisclosureComplaint.__table__.columns]
    assert filed["code"] not in kept
