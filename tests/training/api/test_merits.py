"""What follows on appraisals, and exceptional promotions, over the API."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.access import NOBODY, assert_guarded, assert_hidden_from_others
from tests.conftest import FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import CHEN, HE, ZHANG, certify, result, roster

DECIDE = ("training:decide",)
ADJUSTMENT = {"outcome": "train", "reasons": "群众满意度低，离岗培训三个月"}
PROMOTION = {"to_post": "director", "justification": "连续两年评议优秀，群众公认"}


@pytest.fixture
def people(office: Office, elections: Publisher) -> dict[str, str]:
    certify(elections, result([ZHANG, CHEN, HE]))
    return {name: each["id"] for name, each in roster(office).items()}


def appraise(elections: Publisher, year: int, **grades: Any) -> None:
    """`zhang`, `chen`, `he`: a grade, or a grade and whether the place's softer measure is met."""
    members = []
    for who, given in grades.items():
        post, name, born = {"zhang": ZHANG, "chen": CHEN, "he": HE}[who]
        grade, adjust = given if isinstance(given, tuple) else (given, None)
        told = {"name": name, "birth_date": born, "post": post, "grade": grade}
        members.append(told | ({} if adjust is None else {"adjust": adjust}))
    facts = {"appraisal_id": NOBODY, "year": year, "held_on": date(year, 12, 1), "voted": 9, "members": members}
    elections.tell("elections.appraisal_published.v1", facts, subject=f"appraisals/{year}")


def adjust(office: Office, cadre: str, **changes: Any) -> Any:
    return office.post(f"/cadres/{cadre}/adjustments", ADJUSTMENT | changes, scopes=DECIDE)


def test_every_route_asks_for_token_scope_and_area(
    office: Office, people: dict[str, str], elections: Publisher
) -> None:
    def of(cadre: str, promotion: str) -> list[tuple[str, str, Any]]:
        return [
            ("POST", f"/cadres/{cadre}/adjustments", ADJUSTMENT),
            ("POST", f"/cadres/{cadre}/promotions", PROMOTION),
            ("POST", f"/promotions/{promotion}/decision", {"approve": True, "reasons": "同意"}),
        ]

    appraise(elections, 2025, zhang="good")
    made = office.post(f"/cadres/{people['张平海']}/promotions", PROMOTION).json
    lists = [("GET", "/appraisal-standings", None), ("GET", "/promotions", None)]
    assert_guarded(office, [*lists, *of(NOBODY, NOBODY)])
    assert_hidden_from_others(office, of(people["张平海"], made["id"]))
    for _, path, _ in lists:
        assert office.get(path, area=FOREIGN_DISTRICT).json["items"] == []


def test_two_fails_in_a_row_are_the_law_s_and_one_is_the_office_s(
    office: Office, people: dict[str, str], elections: Publisher
) -> None:
    appraise(elections, 2025, zhang="incompetent", chen="good", he="incompetent")
    appraise(elections, 2026, zhang="incompetent", chen=("competent", True), he="competent")
    stand = {each["name"]: (each["fails"], each["ground"]) for each in office.get("/appraisal-standings").json["items"]}
    assert stand == {"张平海": (2, "two_fails"), "陈丽敏": (0, "threshold"), "何秋月": (0, None)}
    assert adjust(office, people["张平海"]).json["code"] == "adjusted_by_law"
    assert adjust(office, people["何秋月"]).json["code"] == "adjustment_unfounded"
    assert adjust(office, people["陈丽敏"], outcome="shame").status_code == 422
    decided = adjust(office, people["陈丽敏"])
    assert (decided.status_code, decided.json["year"]) == (201, 2026)
    assert adjust(office, people["陈丽敏"]).json["code"] == "adjustment_decided"
    items = office.get("/appraisal-standings").json["items"]
    assert {each["name"]: each["outcome"] for each in items}["陈丽敏"] == "train"
    appraise(elections, 2027, chen="incompetent")
    assert adjust(office, people["陈丽敏"]).status_code == 201


def test_a_promotion_rests_on_merits_and_is_decided_by_another(
    office: Office, people: dict[str, str], elections: Publisher
) -> None:
    proposal = f"/cadres/{people['张平海']}/promotions"
    assert office.post(proposal, PROMOTION).json["code"] == "promotion_unfounded"
    appraise(elections, 2025, zhang="good")
    appraise(elections, 2026, zhang="good")
    made = office.post(proposal, PROMOTION).json
    assert made["merits"] == {"awards": [], "good_years": [2025, 2026]}
    decision = f"/promotions/{made['id']}/decision"
    approval = {"approve": True, "reasons": "经街道党工委研究同意"}
    assert office.post(decision, approval, scopes=DECIDE).json["code"] == "decider_proposed"
    assert office.post(decision, approval, scopes=DECIDE, subject="officer").json["state"] == "approved"
    assert office.post(decision, approval, scopes=DECIDE, subject="officer").json["code"] == "promotion_decided"
    assert [each["state"] for each in office.get("/promotions?state=approved").json["items"]] == ["approved"]
