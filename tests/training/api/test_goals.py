"""Goals over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from tests.access import NOBODY, assert_guarded, assert_hidden_from_others
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import CHEN, ZHANG, certify, result, roster

DECIDE = ("training:decide",)


def day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


def body(cadre: str, **changes: Any) -> dict[str, Any]:
    goals = [
        {"title": "矛盾纠纷调解", "indicator": "调解率不低于九成", "weight": 6000, "responsible_id": cadre},
        {"title": "环境整治", "indicator": "季度检查合格", "weight": 4000, "responsible_id": cadre},
    ]
    frame = {"area": COMMUNITY, "title": "2026年度岗位目标", "level": "post", "post": "director"}
    return frame | {"starts_on": day(-100), "ends_on": day(20), "goals": goals} | changes


@pytest.fixture
def zhang(office: Office, elections: Publisher) -> str:
    certify(elections, result([ZHANG, CHEN]))
    return roster(office)[ZHANG[1]]["id"]


@pytest.fixture
def plan(office: Office, zhang: str) -> dict[str, Any]:
    made = office.post("/goal-plans", body(zhang))
    assert made.status_code == 201, made.json
    return made.json


def score(office: Office, plan: dict[str, Any], which: str, *points: int, subject: str = "officer") -> Any:
    scores = {each["id"]: point for each, point in zip(plan["goals"], points, strict=False)}
    return office.post(f"/goal-plans/{plan['id']}/{which}", {"scores": scores}, subject=subject, scopes=DECIDE)


def test_every_route_asks_for_token_scope_and_area(office: Office, zhang: str, plan: dict[str, Any]) -> None:
    def of(plan_id: str, goal_id: str) -> list[tuple[str, str, Any]]:
        return [
            ("GET", f"/goal-plans/{plan_id}", None),
            ("POST", f"/goals/{goal_id}/evidence", {"on": day(0), "text": "调解笔录"}),
            ("POST", f"/goal-plans/{plan_id}/midterm", {"scores": {}}),
            ("POST", f"/goal-plans/{plan_id}/final", {"scores": {}}),
        ]

    assert_guarded(office, [("GET", "/goal-plans", None), ("POST", "/goal-plans", body(zhang)), *of(NOBODY, NOBODY)])
    assert_hidden_from_others(office, of(plan["id"], plan["goals"][0]["id"]))
    assert office.post("/goal-plans", body(zhang), area=FOREIGN_DISTRICT).status_code == 404
    assert office.get("/goal-plans", area=FOREIGN_DISTRICT).json["items"] == []


def test_goals_are_set_shown_with_evidence_and_scored_twice(office: Office, plan: dict[str, Any]) -> None:
    evidence = {"on": day(-1), "text": "三季度调解12件，成功11件"}
    assert office.post(f"/goals/{plan['goals'][0]['id']}/evidence", evidence).status_code == 201
    assert score(office, plan, "midterm", 80, 90).json["midterm_score"] == 8400
    assert score(office, plan, "final", 85, 91).json["final_score"] == 8740
    shown = office.get(f"/goal-plans/{plan['id']}").json
    assert [each["final_score"] for each in shown["goals"]] == [85, 91]
    assert shown["evidence"][0]["text"] == evidence["text"]
    assert office.get("/goal-plans?level=person").json["items"] == []


def test_scores_are_whole_and_by_another_person(office: Office, plan: dict[str, Any]) -> None:
    assert score(office, plan, "midterm", 80, 90, subject="clerk").json["code"] == "scorer_made_goals"
    missing = score(office, plan, "midterm", 80)
    assert (missing.status_code, missing.json["fields"][0]["code"]) == (422, "score_missing")
    assert score(office, plan, "midterm", 80, 101).status_code == 422
    assert office.get(f"/goal-plans/{plan['id']}").json["midterm_on"] is None


def test_a_plan_names_cadres_within_reach_and_evidence_is_no_prophecy(office: Office, plan: dict[str, Any]) -> None:
    answer = office.post("/goal-plans", body(NOBODY))
    assert {each["code"] for each in answer.json["fields"]} == {"cadre_not_found"}
    early = office.post(f"/goals/{plan['goals'][0]['id']}/evidence", {"on": day(1), "text": "将完成"})
    assert early.json["fields"][0]["code"] == "date_in_future"
