"""Teams against the rules on structure: live, what if, and what is told when a verdict turns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from services.training.workflows.structure import check_structures, end_due_appointments
from shared import clock
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import CHEN, HE, ZHANG, certify, result, roster
from tests.training.people import appointed, cadre

YOUNG = ("member", "刘梓", clock.today().replace(day=1) - timedelta(days=365 * 30))


def rules(office: Office, query: str = "") -> dict[str, dict[str, Any]]:
    return {each["code"]: each for each in office.get(f"/structure/{COMMUNITY}{query}").json["rules"]}


def told(elections: Publisher, kind: str) -> list[dict[str, Any]]:
    return [event["data"] for event in elections.told() if event["type"] == f"training.{kind}.v1"]


def what_if(office: Office, **body: Any) -> dict[str, Any]:
    answer = office.post(f"/structure/{COMMUNITY}/what-if", body)
    assert answer.status_code == 200, answer.json
    return answer.json


@pytest.fixture
def committee(elections: Publisher) -> None:
    certify(elections, result([ZHANG, CHEN, HE, YOUNG], starts_on=date(2025, 11, 1)))


def test_verdicts_come_with_their_numbers_and_the_birthday_that_breaks_one(office: Office, committee: None) -> None:
    young = rules(office)["young"]
    assert (young["state"], young["message"]) == ("met", "30岁以下1人，至少应有1人。")
    assert young["breaks"]["causes"] == [{"name": "刘梓", "why": "birthday", "age": 31}]
    assert rules(office)["size"]["message"] == "现有4人，应为5至9人。"


def test_the_forecast_goes_to_the_end_of_the_term(office: Office, committee: None) -> None:
    answer = office.get(f"/structure/{COMMUNITY}?on=2026-12-01").json
    assert answer["until"] == "2030-11-01"
    assert all(change["on"] <= answer["until"] for each in answer["rules"] for change in each["forecast"])


def test_what_if_somebody_is_elected_or_leaves(office: Office, committee: None) -> None:
    joins = [
        {"post": "vice_director", "name": "韦兰", "sex": "female", "birth_date": "1985-01-01", "education": "high"}
    ]
    assert what_if(office, joins=joins)["mended_by_it"] == ["size", "woman"]
    assert "young" in what_if(office, leaves=[roster(office)["刘梓"]["id"]])["broken_by_it"]
    joins[0]["relatives"] = [roster(office)["张平海"]["id"]]
    assert what_if(office, joins=joins)["broken_by_it"] == ["relatives"]
    assert rules(office)["size"]["state"] == "broken"  # nothing was changed


def test_a_cadre_who_is_of_the_community_already_can_be_tried_in_another_team(office: Office, committee: None) -> None:
    worker = cadre(office)
    appointed(office, worker)
    joins = [{"post": "member", "cadre_id": worker["id"]}]
    assert "size" in what_if(office, joins=joins)["mended_by_it"]
    nobody = office.post(f"/structure/{COMMUNITY}/what-if", {"joins": [{"post": "member"}]})
    assert (nobody.status_code, nobody.json["fields"][0]["field"]) == (422, "joins.0.cadre_id")


def test_the_overview_shows_first_where_most_is_broken(office: Office, committee: None) -> None:
    (item,) = office.get("/structure").json["items"]
    assert (item["area"], item["name"]) == (COMMUNITY, "步埠社区")
    assert {"code": "size", "name": "居委会人数", "state": "broken", "message": "现有4人，应为5至9人。"} in item[
        "verdicts"
    ]


def test_another_district_sees_nothing_of_it(office: Office, committee: None) -> None:
    far = {"area": FOREIGN_DISTRICT}
    assert office.get(f"/structure/{COMMUNITY}", **far).status_code == 404
    assert office.post(f"/structure/{COMMUNITY}/what-if", {}, **far).status_code == 404
    assert office.get("/structure", **far).json["items"] == []


def test_a_rule_that_turns_is_told_once_in_either_direction(
    office: Office, elections: Publisher, committee: None
) -> None:
    assert check_structures() == 1
    assert check_structures() == 0
    assert {"size", "woman"} <= {each["rule"] for each in told(elections, "structure_broken")}
    before = len(told(elections, "structure_broken"))
    appointed(office, cadre(office), "vice_director", starts_on="2026-11-01")
    assert check_structures() == 1
    assert [each["rule"] for each in told(elections, "structure_mended")] == ["size", "woman"]
    assert len(told(elections, "structure_broken")) == before


def test_an_appointment_ends_at_its_end_and_the_empty_seat_is_told_once(office: Office, elections: Publisher) -> None:
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    path = f"/roster/establishments/{COMMUNITY}/worker"
    appointed(office, cadre(office), ends_on=yesterday)
    assert office.call("PUT", path, json={"seats": 1, "since": "2024-01-01"}).status_code == 204
    assert (end_due_appointments(), end_due_appointments()) == (1, 0)
    check_structures()
    assert [(each["post"], each["seats"]) for each in told(elections, "post_vacated")] == [("worker", 1)]
    other = cadre(office, name="韦兰")
    appointed(office, other)
    check_structures()
    assert len(told(elections, "post_vacated")) == 1
    assert roster(office)["覃小宁"]["terms"][0]["end_reason"] == "expired"


def test_who_stays_past_the_end_of_a_secondment_is_of_the_team_still(office: Office, committee: None) -> None:
    guest = cadre(office, name="陆明", source="seconded")
    appointed(office, guest, "vice_director")
    sent = {"home_unit": "区民政局", "duties": "民政", "starts_on": "2025-01-01", "ends_on": "2026-01-01"}
    assert office.post(f"/cadres/{guest['id']}/secondments", sent).status_code == 201
    assert rules(office)["size"]["message"] == "现有5人，应为5至9人。"
    assert rules(office, "?on=2025-12-01")["size"]["breaks"]["causes"][0]["why"] == "leaves"


def test_an_elected_post_goes_on_past_its_end_until_the_next_election(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG], starts_on=date(2020, 11, 1)))
    end_due_appointments()
    check_structures()
    assert told(elections, "post_vacated") == []
    assert roster(office)["张平海"]["posts"] == ["director"]
