"""A leaving audit that the training service published marks the next election's stage, in whatever order they come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.elections.events import HANDLERS
from services.elections.store.database import database
from shared import clock
from tests.elections.conftest import CONTESTS, ElectionOffice
from tests.events import Publisher


@pytest.fixture
def training(office: ElectionOffice) -> Publisher:
    return Publisher(database, HANDLERS)


def audited(training: Publisher, area: str, *, kind: str = "leaving", days_before: int = 3) -> Any:
    facts = {
        "audit_id": uuid4(),
        "kind": kind,
        "year": 2026,
        "auditor": "万秀区审计局",
        "conclusion": "账目清楚。",
        "published_on": clock.today() - timedelta(days=days_before),
        "findings": 0,
        "unrectified": 0,
        "director": "陈志明",
        "term_ends_on": clock.today(),
    }
    return training.tell("training.audit_published.v1", facts, subject=f"audits/{facts['audit_id']}", area=area)


def marked(office: ElectionOffice, election_id: str) -> dict[str, Any]:
    stages = office.get(f"/elections/{election_id}/timetable").json["stages"]
    return next(each for each in stages if each["code"] == "leaving_audit")


def test_a_running_election_is_marked_once(
    office: ElectionOffice, election: dict[str, Any], training: Publisher
) -> None:
    batch = audited(training, election["area"])
    training.deliver(batch)
    assert marked(office, election["id"])["done_on"] == (clock.today() - timedelta(days=3)).isoformat()
    assert office.get(f"/elections/{election['id']}").json["version"] == election["version"] + 1


def test_an_audit_that_was_published_before_the_election_was_made_marks_it_too(
    office: ElectionOffice, community: str, training: Publisher
) -> None:
    audited(training, community)
    body = {"area": community, "title": "换届选举", "polling_day": clock.today().isoformat(), "contests": CONTESTS}
    made = office.post("/elections", body).json
    assert (marked(office, made["id"])["done_on"], marked(office, made["id"])["note"]) == (
        (clock.today() - timedelta(days=3)).isoformat(),
        "万秀区审计局",
    )


def test_a_mark_by_hand_stays(office: ElectionOffice, election: dict[str, Any], training: Publisher) -> None:
    by_hand = {"on": (clock.today() - timedelta(days=9)).isoformat(), "note": "公布在公告栏"}
    made = office.post(f"/elections/{election['id']}/timetable/stages/leaving_audit/done", by_hand)
    assert made.status_code == 200, made.json
    audited(training, election["area"])
    assert marked(office, election["id"])["note"] == "公布在公告栏"


def test_other_audits_and_other_places_mark_nothing(
    office: ElectionOffice, election: dict[str, Any], training: Publisher
) -> None:
    audited(training, election["area"], kind="yearly")
    audited(training, "450403002999")
    assert marked(office, election["id"])["done_on"] is None
