"""Who trains enough, over the API, and what is told of who does not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from services.training.store.database import unit_of_work
from services.training.workflows import compliance
from services.training.workflows.compliance import find_shortfalls
from shared import clock
from shared.auth.actor import Actor
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training import catalogue
from tests.training.classes import attended
from tests.training.conftest import CHEN, ZHANG, certify, result, roster, schedule

THIS_YEAR = clock.today().year


@pytest.fixture
def ids(office: Office, elections: Publisher) -> dict[str, str]:
    """Two cadres in office since long ago."""
    certify(elections, result([ZHANG, CHEN], starts_on=date(THIS_YEAR - 2, 11, 1)))
    return {name: cadre["id"] for name, cadre in roster(office).items()}


def held_this_year(office: Office, *cadre_ids: str, **changes: Any) -> dict[str, Any]:
    """A session of this year that they completed, whatever day it is."""
    made = attended(office, *cadre_ids, **changes)
    with unit_of_work(Actor.system("training")) as uow:
        uow.session.execute(
            text("UPDATE sessions SET starts_at = :begin, ends_at = :end WHERE id = :id"),
            {"begin": f"{THIS_YEAR}-01-01T00:00+08:00", "end": f"{THIS_YEAR}-01-01T03:00+08:00", "id": made["id"]},
        )
    return made


def accounts(office: Office, year: int = THIS_YEAR, area: str = COMMUNITY) -> dict[str, dict[str, Any]]:
    answer = office.get(f"/compliance?area={area}&year={year}")
    assert answer.status_code == 200, answer.json
    return {item["name"]: item for item in answer.json["items"]}


def test_done_planned_and_missing_are_reckoned_for_each_cadre(office: Office, ids: dict[str, str]) -> None:
    for _ in range(4):
        held_this_year(office, ids["张平海"])
    found = accounts(office)
    assert (found["张平海"]["standing"], found["张平海"]["done"], found["张平海"]["missing"]) == ("complete", 4, 0)
    assert (found["陈丽敏"]["needed"], found["陈丽敏"]["missing"]) == (4, 4)
    totals = office.get(f"/compliance?area={DISTRICT}").json["totals"]
    assert (totals["cadres"], totals["complete"]) == (2, 1)


def test_a_failed_test_is_no_completed_session_and_a_passed_one_is(office: Office, ids: dict[str, str]) -> None:
    made = held_this_year(office, *ids.values(), course_id=catalogue.course(office)["id"])
    scores = [{"cadre_id": ids["张平海"], "score": 59}, {"cadre_id": ids["陈丽敏"], "score": 60}]
    office.post(f"/sessions/{made['id']}/results", {"items": scores})
    found = accounts(office)
    assert (found["张平海"]["done"], found["陈丽敏"]["done"]) == (0, 1)
    able = office.get(f"/compliance/able?area={DISTRICT}&competency=digital").json
    assert able == {
        "cadres": 2,
        "able": 1,
        "per_mille": 500,
        "items": [{"area": COMMUNITY, "cadres": 2, "able": 1}],
    }
    assert office.get(f"/compliance/able?area={DISTRICT}&competency=law").json["able"] == 0


def test_next_year_is_made_up_by_sessions_with_room_and_the_rest_is_named(office: Office, ids: dict[str, str]) -> None:
    start = clock.now() + timedelta(days=400)
    times = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=3)).isoformat()}
    made = schedule(office, kind="course", **times)
    found = accounts(office, (clock.today() + timedelta(days=400)).year)["张平海"]
    assert found["remedy"] == {"sessions": [made["id"]], "still_missing": 3}
    office.post(f"/sessions/{made['id']}/enrolments", {"cadre_id": ids["张平海"]})
    found = accounts(office, (clock.today() + timedelta(days=400)).year)["张平海"]
    assert (found["planned"], found["missing"], found["remedy"]["sessions"]) == (1, 3, [])


def test_an_office_asks_for_more_and_the_nearest_one_s_rule_holds(office: Office, ids: dict[str, str]) -> None:
    rule = {"per_year": 6, "pro_rata": True}
    assert office.call("PUT", f"/compliance/rules/{DISTRICT}", json=rule).status_code == 200
    assert accounts(office)["张平海"]["needed"] == 6
    office.call("PUT", f"/compliance/rules/{COMMUNITY}", json={**rule, "per_year": 8})
    assert accounts(office)["张平海"]["needed"] == 8
    assert [each["area"] for each in office.get("/compliance/rules").json["items"]] == [DISTRICT, COMMUNITY]
    fewer = office.call("PUT", f"/compliance/rules/{DISTRICT}", json={**rule, "per_year": 3})
    assert [fault["code"] for fault in fewer.json["fields"]] == ["out_of_range"]


def test_another_district_sees_and_sets_nothing(office: Office, ids: dict[str, str]) -> None:
    for path in ("/compliance?", "/compliance/effort?", "/compliance/able?competency=digital&"):
        assert office.get(f"{path}area={COMMUNITY}", area=FOREIGN_DISTRICT).status_code == 404
    rule = {"per_year": 6, "pro_rata": True}
    answer = office.call("PUT", f"/compliance/rules/{DISTRICT}", json=rule, area=FOREIGN_DISTRICT)
    assert answer.status_code == 404
    assert office.get("/compliance/rules", area=FOREIGN_DISTRICT).json["items"] == []


def test_effort_is_hours_and_money_against_duty_hours(office: Office, ids: dict[str, str]) -> None:
    course = catalogue.course(office, **catalogue.PLAIN)
    held_this_year(office, ids["张平海"], course_id=course["id"])
    effort = office.get(f"/compliance/effort?area={COMMUNITY}&year={THIS_YEAR}").json
    (own,) = [item for item in effort["items"] if item["name"] == "张平海"]
    assert (own["sessions"], own["hours"], own["fen"], own["duty_hours"]) == (1, 6, 12_000, 1984)
    assert (effort["hours"], effort["duty_hours"], effort["per_mille"]) == (6, 2 * 1984, 1)


def test_a_shortfall_is_told_once_for_each_cadre_and_change(
    office: Office, elections: Publisher, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    today = date(THIS_YEAR, 6, 15)
    monkeypatch.setattr(compliance.clock, "today", lambda: today)
    assert find_shortfalls() == 2
    assert find_shortfalls() == 0
    told = [event["data"] for event in elections.told() if event["type"] == "training.shortfall_found.v1"]
    assert {(each["name"], each["missing"], each["due_by"]) for each in told} == {
        ("张平海", 2, f"{THIS_YEAR}-06-30"),
        ("陈丽敏", 2, f"{THIS_YEAR}-06-30"),
    }
    held_this_year(office, ids["张平海"])
    for day, found in ((16, 1), (17, 0)):
        today = date(THIS_YEAR, 6, day)
        assert find_shortfalls() == found
    assert elections.told()[-1]["data"]["missing"] == 1
