"""Audits over the API: planned, begun, reported, published by another person, rectified and closed (Art 38)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from services.training.domain.office.ages import birthday
from services.training.store.database import unit_of_work
from services.training.store.tables import Audit, AuditFinding
from services.training.workflows.audit_chores import plan_audits, tell_missed_audits
from shared import clock
from shared.auth.actor import Actor
from tests.access import NOBODY, assert_guarded, assert_hidden_from_others
from tests.conftest import COMMUNITY, DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import CHEN, ZHANG, certify, result

SYSTEM = Actor.system("training")


def day(ahead: int = 0) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


def body(**changes: Any) -> dict[str, Any]:
    return {"area": COMMUNITY, "kind": "yearly", "year": clock.today().year, "due_on": day(30)} | changes


def report_body(**changes: Any) -> dict[str, Any]:
    finding = {"text": "两笔支出缺少票据", "due_on": day(10), "fen": 125_000}
    return {"reported_on": day(), "conclusion": "账目基本清楚。", "findings": [finding]} | changes


def endpoints(audit_id: str = NOBODY, finding_id: str = NOBODY) -> list[tuple[str, str, Any]]:
    return [
        ("GET", f"/audits/{audit_id}", None),
        ("POST", f"/audits/{audit_id}/beginning", {"auditor": "审计所"}),
        ("POST", f"/audits/{audit_id}/report", report_body()),
        ("POST", f"/audits/{audit_id}/publication", None),
        ("POST", f"/audits/{audit_id}/closure", None),
        ("POST", f"/audits/{audit_id}/cancellation", {"reason": "重复安排"}),
        ("POST", f"/audit-findings/{finding_id}/rectification", {"on": day(), "note": "已补"}),
    ]


def take(office: Office, audit: dict[str, Any], step: str, content: Any = None, **options: Any) -> TestResponse:
    scopes = ("training:decide",) if step == "publication" else ("training:write",)
    return office.post(f"/audits/{audit['id']}/{step}", content, scopes=scopes, **options)


@pytest.fixture
def audit(office: Office, elections: Publisher) -> dict[str, Any]:
    made = office.post("/audits", body())
    assert made.status_code == 201, made.json
    return made.json


@pytest.fixture
def reported(office: Office, audit: dict[str, Any]) -> dict[str, Any]:
    assert take(office, audit, "beginning", {"auditor": "万秀区审计局"}).status_code == 200
    answer = take(office, audit, "report", report_body())
    assert answer.status_code == 200, answer.json
    return answer.json


def test_every_route_asks_for_token_scope_and_area(office: Office, reported: dict[str, Any]) -> None:
    others = [("GET", "/audits", None), ("POST", "/audits", body()), ("GET", "/audit-years?year=2026", None)]
    assert_guarded(office, [*others, *endpoints()])
    assert_hidden_from_others(office, endpoints(reported["id"], reported["findings"][0]["id"]))
    assert office.get("/audits", area="450405000000").json["items"] == []
    assert office.post("/audits", body(), area="450405000000").status_code == 404


def test_an_audit_goes_its_way_to_the_end(office: Office, reported: dict[str, Any], elections: Publisher) -> None:
    published = take(office, reported, "publication", subject="officer").json
    assert (published["state"], published["published_on"]) == ("published", day())
    told = elections.told()[-1]
    assert (told["type"], told["data"]["findings"], told["data"]["unrectified"]) == (
        "training.audit_published.v1",
        1,
        1,
    )
    assert take(office, reported, "closure").json["code"] == "findings_open"
    finding = reported["findings"][0]["id"]
    rectified = office.post(f"/audit-findings/{finding}/rectification", {"on": day(), "note": "票据已补齐"})
    assert rectified.json["rectified_on"] == day()
    assert office.post(f"/audit-findings/{finding}/rectification", {"on": day(), "note": "x"}).status_code == 409
    assert take(office, reported, "closure").json["state"] == "closed"


def test_who_recorded_the_report_does_not_publish_it(office: Office, reported: dict[str, Any]) -> None:
    answer = take(office, reported, "publication")
    assert (answer.status_code, answer.json["code"]) == (409, "publisher_reported")


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"due_on": day(-1)}, "due_on", "date_past"),
        ({"kind": "leaving"}, "term_id", "term_wrong"),
        ({"kind": "term", "term_id": str(uuid4())}, "term_id", "term_unknown"),
        ({"term_id": str(uuid4())}, "term_id", "term_wrong"),
        ({"area": DISTRICT}, "area", "community_unknown"),
        ({"year": 26}, "year", "out_of_range"),
    ],
)
def test_what_is_wrong_with_a_plan_is_named(
    office: Office, elections: Publisher, changes: dict[str, Any], field: str, code: str
) -> None:
    answer = office.post("/audits", body(**changes))
    assert (answer.status_code, answer.json["fields"][0]["field"], answer.json["fields"][0]["code"]) == (
        422,
        field,
        code,
    )


def test_a_year_has_one_audit_until_it_is_cancelled(office: Office, audit: dict[str, Any]) -> None:
    assert office.post("/audits", body()).json["code"] == "audit_planned_already"
    assert take(office, audit, "cancellation", {"reason": "改由区审计局办理"}).json["state"] == "cancelled"
    assert office.post("/audits", body()).status_code == 201


def test_steps_come_in_order_and_dates_fit(office: Office, audit: dict[str, Any]) -> None:
    early = take(office, audit, "report", report_body())
    assert (early.status_code, early.json["code"]) == (409, "audit_step_impossible")
    take(office, audit, "beginning", {"auditor": "审计局"})
    late = report_body(reported_on=day(1), findings=[{"text": "缺票据", "due_on": day()}])
    faults = {(each["field"], each["code"]) for each in take(office, audit, "report", late).json["fields"]}
    assert faults == {("reported_on", "date_impossible"), ("findings.0.due_on", "due_before_report")}


def test_each_community_s_year_is_red_amber_or_green(office: Office, reported: dict[str, Any]) -> None:
    def lights() -> dict[str, str]:
        items = office.get(f"/audit-years?year={clock.today().year}").json["items"]
        return {each["area"]: each["light"] for each in items}

    assert lights() == {COMMUNITY: "amber", OTHER_COMMUNITY: "red"}
    take(office, reported, "publication", subject="officer")
    assert lights()[COMMUNITY] == "green"


def test_every_community_and_every_ending_term_gets_its_audit_once(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG, CHEN], starts_on=birthday(clock.today(), -5)))
    assert (plan_audits(), plan_audits()) == (3, 0)
    planned = {(each["area"], each["kind"]) for each in office.get("/audits").json["items"]}
    assert planned == {(COMMUNITY, "yearly"), (OTHER_COMMUNITY, "yearly"), (COMMUNITY, "leaving")}


def test_what_is_missed_is_told_once(office: Office, reported: dict[str, Any], elections: Publisher) -> None:
    with unit_of_work(SYSTEM) as uow:
        for table in (Audit, AuditFinding):
            for row in uow.session.query(table):
                row.due_on = clock.today() - timedelta(days=2)
    assert (tell_missed_audits(), tell_missed_audits()) == (2, 0)
    told = [(each["type"], each["data"]["days_late"]) for each in elections.told()]
    assert told == [("training.audit_missed.v1", 2), ("training.rectification_missed.v1", 2)]


@pytest.mark.parametrize("times", [1, 2])
def test_the_notice_that_hangs_proves_the_publication(
    office: Office, reported: dict[str, Any], elections: Publisher, times: int
) -> None:
    take(office, reported, "publication", subject="officer")
    origin = {"event_id": NOBODY, "event_type": "training.audit_published.v1", "subject": f"audits/{reported['id']}"}
    facts = {"notice_id": uuid4(), "kind": "disclosure", "title": "审计结果", "published_at": clock.now()}
    for _ in range(times):
        told = {**facts, "display_until": clock.today() + timedelta(days=15), "origin": origin}
        elections.tell("notices.notice_published.v1", told, subject=f"notices/{facts['notice_id']}")
    elections.tell("notices.notice_published.v1", {**facts, "origin": None}, subject="notices/other")
    shown = office.get(f"/audits/{reported['id']}").json
    assert (shown["notice_id"], shown["displayed_until"]) == (str(facts["notice_id"]), day(15))
