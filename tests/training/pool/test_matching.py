"""Who of the pool fits an empty seat, and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.training.workflows.structure import check_structures
from shared import clock
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import ZHANG, certify, result
from tests.training.people import appointed, cadre
from tests.training.pool.pools import SUBDISTRICT, readied, reserve

OTHER_OFFICE = f"{COMMUNITY[:6]}009000"


@pytest.fixture(autouse=True)
def _offices_are_registered(elections: Publisher) -> None:
    for code in (SUBDISTRICT, OTHER_OFFICE):
        facts = {"code": code, "name": "街道", "level": "subdistrict"}
        elections.tell("elections.area_registered.v1", facts, subject=f"areas/{code}", area=code)


def matches(office: Office, query: str = "", **options: Any) -> list[dict[str, Any]]:
    answer = office.get(f"/vacancies/matches?area={COMMUNITY}&post=director{query}", **options)
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def test_who_is_ready_comes_first_and_each_demand_is_told(office: Office) -> None:
    old = reserve(office, name="卢老", birth_date="1950-01-01", education="junior")
    ready = readied(office)
    first, last = matches(office)
    assert (first["reserve"]["id"], last["reserve"]["id"]) == (ready["id"], old["id"])
    assert (first["fits"], first["own"]) == (True, True)
    assert {each["code"] for each in last["reasons"] if not each["holds"]} == {"ready", "age", "education", "levels"}
    assert first["reasons"][0]["message"] == "培养阶段：可任用。"


def test_what_the_team_would_become_is_told(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG], starts_on=date(2025, 11, 1)))
    readied(office)
    (found,) = matches(office)
    assert {"woman", "young"} <= set(found["mends"])
    assert found["breaks"] == []
    joins = {"joins": [{"post": "director", "reserve_id": found["reserve"]["id"]}]}
    path = f"/structure/{COMMUNITY}/what-if"
    assert office.post(path, joins).json["mended_by_it"] == found["mends"]
    assert office.post(path, joins, scopes=("training:read",)).status_code == 403


def test_a_reserve_who_is_a_relative_of_a_member_would_break_a_rule(office: Office, elections: Publisher) -> None:
    member, worker = cadre(office), cadre(office, name="覃大宁", birth_date="1990-01-01")
    appointed(office, member, "member")
    office.post("/kinships", {"one_id": member["id"], "other_id": worker["id"], "relation": "sibling"})
    readied(office, name="覃大宁", birth_date="1990-01-01", cadre_id=worker["id"])
    (found,) = matches(office)
    assert (found["breaks"], found["fits"]) == (["relatives"], False)


def test_other_offices_pools_are_searched_only_with_the_permission_and_without_names(office: Office) -> None:
    readied(office, area=OTHER_OFFICE)
    own = {"area": SUBDISTRICT}
    assert matches(office, **own) == []
    path = f"/vacancies/matches?area={COMMUNITY}&post=director&beyond=true"
    assert office.get(path, **own).status_code == 403
    scopes = ("training:read", "training:reserve:read", "training:reserve:search")
    (found,) = matches(office, "&beyond=true", scopes=scopes, **own)
    assert (found["own"], found["reserve"]["name"], found["reserve"]["area"]) == (False, "莫*", OTHER_OFFICE)


def test_an_empty_seat_comes_with_suggestions(office: Office) -> None:
    path = f"/roster/establishments/{COMMUNITY}/director"
    assert office.call("PUT", path, json={"seats": 1}).status_code == 204
    check_structures()
    readied(office)
    (seat,) = office.get("/vacancies").json["items"]
    assert (seat["post"], seat["seats"], seat["since"]) == ("director", 1, clock.today().isoformat())
    assert [each["reserve"]["name"] for each in seat["suggested"]] == ["莫小丹"]


def test_another_district_learns_nothing_of_empty_seats(office: Office) -> None:
    assert office.get(f"/vacancies?area={COMMUNITY}", area=FOREIGN_DISTRICT).status_code == 404
    path = f"/vacancies/matches?area={COMMUNITY}&post=director"
    assert office.get(path, area=FOREIGN_DISTRICT).status_code == 404
