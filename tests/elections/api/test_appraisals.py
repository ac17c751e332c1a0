"""Yearly appraisals: two people type, a third publishes, two fails in a row end a post (Art 37)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from services.elections.store import tables
from services.elections.store.database import unit_of_work
from services.elections.workflows.appraisal_deadlines import tell_missed_appraisals
from shared import clock
from shared.auth.actor import Actor
from shared.ids import new_id
from tests.conftest import FOREIGN_DISTRICT
from tests.elections.committees import committee, member
from tests.elections.conftest import ElectionOffice, events

GOOD = {"good": 60, "competent": 30, "basically_competent": 5, "incompetent": 5}
FAIL = {"good": 20, "competent": 20, "basically_competent": 9, "incompetent": 51}


@pytest.fixture
def area(seated_election: dict[str, Any]) -> str:
    """A community whose committee took office 400 days ago."""
    with unit_of_work(Actor.system("elections")) as uow:
        began = clock.today() - timedelta(days=400)
        uow.session.execute(update(tables.Election).values(polling_day=began))
        uow.session.execute(update(tables.Member).values(term_starts_on=began))
    return seated_election["area"]


def _open(office: ElectionOffice, area: str, days_before: int = 0) -> dict[str, Any]:
    held_on = (clock.today() - timedelta(days=days_before)).isoformat()
    made = office.post(f"/areas/{area}/appraisals", {"held_on": held_on, "run_by": "居务监督委员会"})
    assert made.status_code == 201, made.json
    return made.json


def _type(office: ElectionOffice, opened: dict[str, Any], subject: str, failing: str = "", **changes: Any) -> Any:
    members = {each["member_id"]: FAIL if each["name"] == failing else GOOD for each in opened["members"]}
    body = {"voted": 100, "members": members} | changes
    return office.post(f"/appraisals/{opened['id']}/entries", body, subject=subject)


def _publish(office: ElectionOffice, opened: dict[str, Any], subject: str = "publisher") -> Any:
    return office.post(f"/appraisals/{opened['id']}/publication", subject=subject)


def _appraise(office: ElectionOffice, area: str, failing: str, days_before: int) -> dict[str, Any]:
    opened = _open(office, area, days_before)
    for person in ("typist-1", "typist-2"):
        assert _type(office, opened, person, failing).status_code == 201
    published = _publish(office, opened)
    assert published.status_code == 200, published.json
    return published.json


def test_grades_are_published_by_a_third_person(office: ElectionOffice, area: str) -> None:
    shown = _appraise(office, area, "委员1", 0)
    grades = {each["name"]: (each["grade"], each["adjust"]) for each in shown["members"]}
    assert grades["委员1"] == ("incompetent", True)
    assert grades["委员2"] == ("good", False)
    told = events()[-1]
    assert (told["type"], told["data"]["voted"]) == ("elections.appraisal_published.v1", 100)
    assert len(committee(office, area)["members"]) == 5
    assert "居务监督委员会" in office.client.get(f"/areas/{area}").get_data(as_text=True)


def test_two_fails_in_a_row_end_the_post_and_a_by_election_may_be_held(office: ElectionOffice, area: str) -> None:
    _appraise(office, area, "委员1", 370)
    _appraise(office, area, "委员1", 1)
    left = committee(office, area)["left"]
    assert [(each["name"], each["end_reason"], each["clause"]) for each in left] == [("委员1", "appraisal", "Art 37")]
    assert [each["type"] for each in events()[-2:]] == ["elections.appraisal_published.v1", "elections.post_ended.v1"]
    assert [each["seats"] for each in committee(office, area)["vacant"]] == [1]


def test_a_pass_between_two_fails_keeps_the_post(office: ElectionOffice, area: str) -> None:
    for failing, days in (("委员1", 380), ("", 200), ("委员1", 1)):
        _appraise(office, area, failing, days)
    assert member(office, area, "委员1")


def test_counts_are_typed_twice_alike_and_not_published_by_a_typist(office: ElectionOffice, area: str) -> None:
    opened = _open(office, area)
    _type(office, opened, "typist-1")
    assert _publish(office, opened).json["code"] == "appraisal_entries_missing"
    _type(office, opened, "typist-2", "委员1")
    assert _publish(office, opened).json["code"] == "appraisal_entries_differ"
    assert _type(office, opened, "typist-3").json["code"] == "third_clerk"
    _type(office, opened, "typist-2")
    assert _publish(office, opened, "typist-1").json["code"] == "publisher_typed"
    assert _publish(office, opened).status_code == 200
    assert _publish(office, opened).json["code"] == "appraisal_published"


def test_counts_that_papers_cannot_have_given_are_refused(office: ElectionOffice, area: str) -> None:
    opened = _open(office, area)
    over = _type(office, opened, "typist-1", voted=99)
    assert {fault["code"] for fault in over.json["fields"]} == {"grades_over_papers"}
    some = dict.fromkeys([opened["members"][0]["member_id"]], GOOD)
    missing = _type(office, opened, "typist-1", members=some)
    assert [fault["code"] for fault in missing.json["fields"]] == ["member_missing"] * 4


def test_an_earlier_appraisal_is_not_published_after_a_later_one(office: ElectionOffice, area: str) -> None:
    opened = _open(office, area, 30)
    _appraise(office, area, "", 1)
    for person in ("typist-1", "typist-2"):
        _type(office, opened, person)
    assert _publish(office, opened).json["code"] == "later_appraisal_published"


def test_where_nobody_is_in_office_nobody_is_appraised(office: ElectionOffice, community: str) -> None:
    body = {"held_on": clock.today().isoformat(), "run_by": "居务监督委员会"}
    assert office.post(f"/areas/{community}/appraisals", body).json["code"] == "nobody_in_office"


def test_a_year_without_an_appraisal_is_overdue_and_told_once(office: ElectionOffice, area: str) -> None:
    """The committee took office in a year that counts only from its first whole year on (Art 37)."""
    with unit_of_work(Actor.system("elections")) as uow:
        uow.session.execute(update(tables.Election).values(polling_day=date(clock.today().year - 2, 7, 1)))
    last_year = clock.today().year - 1
    (overdue,) = office.get("/appraisals/overdue").json["items"]
    assert overdue == {
        "area": area,
        "name": "步埠社区",
        "year": last_year,
        "held": 0,
        "needed": 1,
        "due": f"{last_year}-12-31",
    }
    assert office.get("/appraisals/overdue", area=FOREIGN_DISTRICT).json["items"] == []
    assert (tell_missed_appraisals(), tell_missed_appraisals()) == (1, 0)
    told = events()[-1]
    assert (told["type"], told["data"]["due_on"]) == ("elections.deadline_missed.v1", f"{last_year}-12-31")
    with unit_of_work(Actor.system("elections")) as uow:
        held = {"held_on": date(last_year, 12, 31), "run_by": "居务监督委员会", "rule_set": "cn-urban-2026"}
        published = {"published_on": date(last_year, 12, 31), "year": last_year}
        uow.session.add(tables.Appraisal(id=new_id(), area=area, **held, **published))
    assert office.get("/appraisals/overdue").json["items"] == []
