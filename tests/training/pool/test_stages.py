"""The reserve pool: nominated, assessed, trained, practised, ready, in post."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shared import clock
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import certify, result
from tests.training.people import appointed, cadre
from tests.training.pool.pools import LEVELS, RESERVE, SUBDISTRICT, TODAY, done, item, readied, reserve, step

DAY = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _office_is_registered(elections: Publisher) -> None:
    facts = {"code": SUBDISTRICT, "name": "城东街道", "level": "subdistrict"}
    elections.tell("elections.area_registered.v1", facts, subject=f"areas/{SUBDISTRICT}", area=SUBDISTRICT)


def shown(office: Office, who: dict[str, Any]) -> dict[str, Any]:
    return office.get(f"/reserves/{who['id']}").json


def test_a_reserve_is_led_through_all_stages_and_readiness_is_told(office: Office, elections: Publisher) -> None:
    who = readied(office)
    assert (who["stage"], who["ready_on"]) == ("ready", TODAY)
    found = shown(office, who)
    assert [each["stage"] for each in found["stages"]] == ["nominated", "assessed", "trained", "practised", "ready"]
    assert found["levels"] == LEVELS
    told = elections.told()[-1]
    assert (told["type"], told["area"]) == ("training.reserve_readied.v1", SUBDISTRICT)
    assert told["data"] == {"reserve_id": who["id"], "post": "director", "ready_on": TODAY}


def test_a_stage_is_refused_with_what_is_missing(office: Office) -> None:
    who = reserve(office)
    assert step(office, who, "trained").json["code"] == "stage_out_of_order"
    step(office, who, "assessed")
    refused = step(office, who, "trained")
    assert (refused.status_code, refused.json["code"]) == (409, "stage_not_earned")
    assert [each["code"] for each in refused.json["missing"]] == ["course_not_done"]


def test_a_review_that_was_not_passed_does_not_make_ready(office: Office) -> None:
    who = reserve(office)
    step(office, who, "assessed")
    for stage, kind in (("trained", "course"), ("practised", "placement")):
        done(office, item(office, who, kind))
        step(office, who, stage)
    review = item(office, who, "review")
    assert done(office, review, passed=None).json["fields"][0]["code"] == "review_verdict"
    done(office, review, passed=False)
    assert done(office, review).json["code"] == "plan_item_done"
    assert [each["code"] for each in step(office, who, "ready").json["missing"]] == ["review_not_passed"]


def test_what_is_late_in_a_plan_is_listed(office: Office) -> None:
    who = reserve(office)
    item(office, who, "review", due_on="2026-01-01")
    done(office, item(office, who, "course", due_on="2026-01-01"))
    (late,) = office.get("/reserves/overdue").json["items"]
    assert (late["kind"], late["days_late"]) == ("review", (clock.today() - DAY).days)


def test_who_is_elected_is_in_post_whatever_stage_they_had_reached(office: Office, elections: Publisher) -> None:
    who, other = reserve(office), readied(office, name="莫大丹")
    born = date.fromisoformat(RESERVE["birth_date"])
    certify(elections, result([("director", who["name"], born)], starts_on=clock.today()))
    assert (shown(office, who)["stage"], shown(office, who)["in_post_on"]) == ("in_post", TODAY)
    assert step(office, who, "assessed").json["code"] == "reserve_over"
    assert shown(office, other)["stage"] == "ready"


def test_who_is_appointed_is_in_post_and_an_older_term_is_none(office: Office) -> None:
    who = reserve(office)
    same = {name: RESERVE[name] for name in ("name", "sex", "birth_date")}
    made = cadre(office, **same)
    appointed(office, made, starts_on="2020-01-01", post="member")
    assert shown(office, who)["stage"] == "nominated"
    appointed(office, made, "party_member", starts_on=TODAY)
    assert (shown(office, who)["stage"], shown(office, who)["cadre_id"]) == ("in_post", made["id"])


def test_who_withdraws_goes_no_further(office: Office) -> None:
    who = reserve(office)
    assert office.post(f"/reserves/{who['id']}/withdrawal", {"reason": "外出工作"}).json["stage"] == "withdrawn"
    assert (
        office.post(f"/reserves/{who['id']}/plan", {"kind": "course", "title": "x", "due_on": TODAY}).status_code == 409
    )


def test_the_way_into_the_party_and_an_enterprise_are_kept(office: Office) -> None:
    who = reserve(office, source="returned")
    facts = {"education": "high", "source": "returned", "party": "probationary"}
    path = f"/reserves/{who['id']}/facts"
    assert office.call("PUT", path, json=facts).status_code == 428
    now = {"If-Match": f'"{who["version"]}"'}
    assert office.call("PUT", path, json=facts, headers=now).json["party"] == "probationary"
    assert office.call("PUT", path, json=facts, headers=now).status_code == 412
    firm = {
        "name": "金花茶合作社",
        "since": "2025-01-01",
        "support": "小额贷款贴息",
        "jobs": 12,
        "income_yuan": 300_000,
    }
    assert office.post(f"/reserves/{who['id']}/enterprises", firm).status_code == 201
    assert shown(office, who)["enterprises"] == [firm]


def test_nobody_is_nominated_twice_or_under_age(office: Office) -> None:
    reserve(office)
    assert office.post("/reserves", RESERVE).json["code"] == "reserve_known"
    for change in ({"birth_date": "2015-01-01"}, {"area": COMMUNITY}):
        assert office.post("/reserves", {**RESERVE, **change}).json["code"] == "reserve_invalid"


def test_names_are_masked_for_those_who_may_not_know_them(office: Office) -> None:
    who = reserve(office)
    reader = {"scopes": ("training:read",)}
    (found,) = office.get("/reserves?stage=nominated&post=director", **reader).json["items"]
    assert found["name"] == "莫*"
    assert office.get(f"/reserves/{who['id']}", **reader).status_code == 403
    assert office.get("/reserves").json["items"][0]["name"] == "莫小丹"


def test_another_district_and_the_community_itself_see_nothing_of_the_pool(office: Office) -> None:
    who = reserve(office)
    for area in (FOREIGN_DISTRICT, COMMUNITY):
        assert office.get("/reserves", area=area).json["items"] == []
        assert office.get(f"/reserves/{who['id']}", area=area).status_code == 404
        answer = office.post(f"/reserves/{who['id']}/withdrawal", {"reason": "x"}, area=area)
        assert answer.json["code"] == "reserve_not_found"
    assert office.post("/reserves", RESERVE, area=FOREIGN_DISTRICT).json["code"] == "area_not_found"
