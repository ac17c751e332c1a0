"""What is written down of a cadre in office: levels and gaps, secondments, mentors, near relatives, seats."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.training.domain.learning.competencies import gaps
from services.training.domain.learning.courses import Competency
from services.training.domain.team.post_rules import parse_post_rules
from services.training.store.rules import post_rules
from shared.errors import Invalid
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.office import Office
from tests.training import catalogue
from tests.training.people import appointed, cadre

LEVEL = {"competency": "digital", "level": 1, "assessed_on": "2026-01-05", "assessor": "街道办", "evidence": "上机测试"}
SENT = {"home_unit": "区民政局", "duties": "社区民政", "starts_on": "2025-01-01", "ends_on": "2099-01-01"}


def record(office: Office, who: dict[str, Any]) -> dict[str, Any]:
    return office.get(f"/cadres/{who['id']}/record").json


def test_gaps_are_what_the_post_needs_and_the_newest_level_lacks_with_the_courses_that_teach_it(
    office: Office, elections: Publisher
) -> None:
    made = cadre(office)
    appointed(office, made)
    course = catalogue.course(office)
    for change in ({"level": 3, "assessed_on": "2025-01-05"}, {"level": 1}):
        assert office.post(f"/cadres/{made['id']}/levels", {**LEVEL, **change}).status_code == 204
    found = office.get(f"/cadres/{made['id']}/gaps").json["items"]
    digital = next(each for each in found if each["competency"] == "digital")
    assert (digital["level"], digital["needed"], digital["missing"]) == (1, 3, 2)
    assert [each["code"] for each in digital["courses"]] == [course["code"]]
    assert {each["missing"] for each in found if each["competency"] == "service"} == {2}  # nobody has assessed it


def test_of_two_posts_the_higher_demand_counts() -> None:
    rules = [{Competency.LAW: 3}, {Competency.LAW: 1, Competency.DIGITAL: 2}]
    assert [(gap.competency, gap.missing) for gap in gaps({"law": 1}, rules)] == [("law", 2), ("digital", 2)]


def test_a_fault_in_the_rules_on_posts_is_named() -> None:
    good = {post.value: vars_of(rule) for post, rule in post_rules().items()}
    assert parse_post_rules(good) == post_rules()
    good["worker"] = {**good["worker"], "levels": {"juggling": 2}, "height": 180}
    with pytest.raises(Invalid) as refused:
        parse_post_rules({**good, "mayor": {}})
    assert {fault.field for fault in refused.value.fields} == {"worker.levels", "worker.height", "mayor"}


def vars_of(rule: Any) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in ("least_age", "most_age", "education", "party", "levels", "clause")}


def test_a_secondment_ends_with_its_review(office: Office, elections: Publisher) -> None:
    made = cadre(office, source="seconded")
    sent = office.post(f"/cadres/{made['id']}/secondments", SENT).json
    assert office.post(f"/cadres/{made['id']}/secondments", SENT).json["code"] == "seconded_already"
    (running,) = office.get(f"/secondments?area={COMMUNITY}").json["items"]
    assert (running["name"], running["overdue"]) == ("覃小宁", False)
    end = {"ended_on": "2026-06-30", "review": "工作扎实，群众认可。"}
    assert office.post(f"/secondments/{sent['id']}/end", end, area=FOREIGN_DISTRICT).status_code == 404
    assert office.post(f"/secondments/{sent['id']}/end", {**end, "review": ""}).status_code == 422
    assert office.post(f"/secondments/{sent['id']}/end", end).json["ended_on"] == "2026-06-30"
    assert office.post(f"/secondments/{sent['id']}/end", end).json["code"] == "ended_already"
    assert record(office, made)["secondments"][0]["review"] == end["review"]
    assert office.get("/secondments").json["items"] == []


def test_a_pair_s_meetings_are_logged_until_it_ends(office: Office, elections: Publisher) -> None:
    young, old = cadre(office), cadre(office, name="韦建国", birth_date="1964-05-08")
    goals = {"goals": "独立主持居民会议", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    pair = {"mentor_id": old["id"], "mentee_id": young["id"], **goals}
    assert office.post("/mentorships", {**pair, "mentor_id": young["id"]}).status_code == 422
    made = office.post("/mentorships", pair).json
    path = f"/mentorships/{made['id']}"
    assert office.post(f"{path}/meetings", {"held_on": "2026-02-01", "notes": "走访"}).status_code == 201
    (running,) = office.get("/mentorships").json["items"]
    assert (running["mentee_id"], running["meetings"]) == (young["id"], [{"held_on": "2026-02-01", "notes": "走访"}])
    assert office.get("/mentorships", area=FOREIGN_DISTRICT).json["items"] == []
    assert office.post(f"{path}/end", {"ended_on": "2026-06-01"}).status_code == 200
    assert office.post(f"{path}/meetings", {"held_on": "2026-07-01", "notes": "走访"}).status_code == 409
    assert office.get("/mentorships").json["items"] == []
    assert [each["notes"] for each in record(office, old)["mentorships"][0]["meetings"]] == ["走访"]


def test_near_relatives_are_two_cadres_of_one_community_and_recorded_once(office: Office, elections: Publisher) -> None:
    one, other = cadre(office), cadre(office, name="覃大宁", birth_date="1970-01-01")
    away = cadre(office, area=OTHER_COMMUNITY)
    body = {"one_id": one["id"], "other_id": other["id"], "relation": "parent_child"}
    made = office.post("/kinships", body).json
    swapped = {**body, "one_id": other["id"], "other_id": one["id"]}
    assert office.post("/kinships", swapped).json["code"] == "relatives_known"
    assert office.post("/kinships", {**body, "other_id": away["id"]}).json["code"] == "kinship_invalid"
    assert [each["id"] for each in record(office, other)["relatives"]] == [made["id"]]
    assert office.call("DELETE", f"/kinships/{made['id']}").status_code == 204
    assert record(office, one)["relatives"] == []


def test_seats_are_set_for_a_post_that_there_is(office: Office, elections: Publisher) -> None:
    path = f"/roster/establishments/{COMMUNITY}"
    assert office.call("PUT", f"{path}/worker", json={"seats": 6, "since": "2026-01-01"}).status_code == 204
    assert office.call("PUT", f"{path}/king", json={"seats": 6}).json["code"] == "post_not_found"
    above = office.call("PUT", f"/roster/establishments/{DISTRICT}/worker", json={"seats": 6})
    assert above.json["code"] == "establishment_invalid"
    assert office.call("PUT", f"{path}/worker", json={"seats": 6}, area=FOREIGN_DISTRICT).status_code == 404
    appointed(office, cadre(office))
    assert office.get("/roster/establishments").json["items"] == [
        {"area": COMMUNITY, "post": "worker", "seats": 6, "held": 1}
    ]
    assert office.get("/roster/establishments", area=OTHER_COMMUNITY).json["items"] == []


def test_what_is_to_come_has_not_been_assessed(office: Office, elections: Publisher) -> None:
    made = cadre(office)
    body = {**LEVEL, "assessed_on": date(2999, 1, 1).isoformat()}
    assert office.post(f"/cadres/{made['id']}/levels", body).json["code"] == "day_invalid"
