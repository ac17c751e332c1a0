"""Awards over the API: each step by another person, residents may object, the quota holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from services.training.store.database import unit_of_work
from services.training.store.tables import AwardNomination
from shared import clock
from shared.auth.actor import Actor
from tests.access import NOBODY, assert_guarded, assert_hidden_from_others, every_scope
from tests.conftest import COMMUNITY, DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import CHEN, ZHANG, certify, result, roster

EVERYTHING = every_scope("training")
SHEET = [
    {"code": "virtue", "name": "政治素质和品德", "weight": 5000},
    {"code": "ability", "name": "工作能力和实绩", "weight": 5000},
]
SCORES = {"virtue": 95, "ability": 88}
CHECK = {"passed": True, "note": "材料属实", "scores": SCORES}


def day(ahead: int = 0) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


def body(**changes: Any) -> dict[str, Any]:
    frame = {"area": DISTRICT, "title": "优秀社区工作者", "year": clock.today().year, "cadres": 1, "organisations": 1}
    return frame | {"nominate_until": day(10), "criteria": SHEET} | changes


@pytest.fixture
def people(office: Office, elections: Publisher) -> dict[str, str]:
    certify(elections, result([ZHANG, CHEN]))
    return {name: each["id"] for name, each in roster(office).items()}


@pytest.fixture
def cycle(office: Office, people: dict[str, str]) -> dict[str, Any]:
    made = office.post("/award-cycles", body())
    assert made.status_code == 201, made.json
    return made.json


@pytest.fixture
def nominated(office: Office, cycle: dict[str, Any], people: dict[str, str]) -> dict[str, Any]:
    answer = nominate(office, cycle, cadre_id=people["陈丽敏"])
    assert answer.status_code == 201, answer.json
    return answer.json


def nominate(office: Office, cycle: dict[str, Any], **nominee: Any) -> TestResponse:
    return office.post(f"/award-cycles/{cycle['id']}/nominations", {"deeds": "调解邻里纠纷126件"} | nominee)


def act(
    office: Office, nomination: dict[str, Any], step: str, content: Any = None, by: str = "checker"
) -> TestResponse:
    return office.post(f"/award-nominations/{nomination['id']}/{step}", content, subject=by, scopes=EVERYTHING)


def decide(office: Office, nomination: dict[str, Any], *, by: str = "officer", grant: bool = True) -> TestResponse:
    return act(office, nomination, "decision", {"grant": grant, "note": "区委研究决定"}, by)


def publicised(office: Office, nomination: dict[str, Any], *, over: bool = True) -> dict[str, Any]:
    assert act(office, nomination, "check", CHECK).json["total"] == 9150
    answer = act(office, nomination, "publication")
    assert answer.json["objections_until"] == day(5)
    if over:
        with unit_of_work(Actor.system("training")) as uow:
            until = clock.today() - timedelta(days=1)
            begun = until - timedelta(days=5)
            uow.session.execute(update(AwardNomination).values(objections_until=until, publicised_on=begun))
    return answer.json


def test_every_route_asks_for_token_scope_and_area(office: Office, nominated: dict[str, Any]) -> None:
    def of(number: str) -> list[tuple[str, str, Any]]:
        path = f"/award-nominations/{number}"
        return [
            ("GET", path, None),
            ("POST", f"{path}/check", CHECK),
            ("POST", f"{path}/publication", None),
            ("POST", f"{path}/objections", {"text": "不实", "received_on": day()}),
            ("POST", f"{path}/decision", {"grant": True, "note": "同意"}),
        ]

    nominations = f"/award-cycles/{nominated['cycle_id']}/nominations"
    others = [("GET", "/award-cycles", None), ("POST", "/award-cycles", body()), ("GET", "/awards", None)]
    deciding = ("POST", f"/award-objections/{NOBODY}/decision", {"upheld": True, "reasons": "属实"})
    of_cycle = [
        ("GET", f"/award-cycles/{nominated['cycle_id']}", None),
        ("GET", nominations, None),
        ("POST", nominations, {"area": COMMUNITY, "deeds": "好"}),
    ]
    assert_guarded(office, [*others, *of_cycle, deciding, *of(NOBODY)])
    assert_hidden_from_others(office, [*of_cycle, deciding, *of(nominated["id"])])
    assert office.get("/award-cycles", area="450405000000").json["items"] == []


def test_an_award_is_granted_once_the_days_are_over_and_its_story_told(
    office: Office, nominated: dict[str, Any], elections: Publisher
) -> None:
    publicised(office, nominated)
    granted = decide(office, nominated)
    assert granted.json["state"] == "granted", granted.json
    told = [(each["type"], each["data"]["name"], each["data"]["community"]) for each in elections.told()[-2:]]
    assert told == [
        ("training.award_publicised.v1", "陈丽敏", "步埠社区"),
        ("training.award_granted.v1", "陈丽敏", "步埠社区"),
    ]
    assert [each["name"] for each in office.get(f"/awards?year={clock.today().year}").json["items"]] == ["陈丽敏"]
    assert office.get("/awards?year=2001").json["items"] == []


def test_criteria_without_codes_get_them_by_their_places(office: Office, people: dict[str, str]) -> None:
    sheet = [{name: each[name] for name in ("name", "weight")} for each in SHEET]
    made = office.post("/award-cycles", body(criteria=sheet)).json
    assert [each["code"] for each in made["criteria"]] == ["criterion_a", "criterion_b"]
    assert office.get(f"/award-cycles/{made['id']}").json == made


def test_nobody_takes_two_parts_in_an_award(office: Office, nominated: dict[str, Any]) -> None:
    assert act(office, nominated, "check", CHECK, by="clerk").json["code"] == "decider_took_part"
    publicised(office, nominated)
    for who in ("clerk", "checker"):
        assert decide(office, nominated, by=who).json["code"] == "decider_took_part"


def test_an_objection_that_is_upheld_bars_the_award(office: Office, nominated: dict[str, Any]) -> None:
    publicised(office, nominated, over=False)
    assert decide(office, nominated).json["code"] == "objections_running"
    late = act(office, nominated, "objections", {"text": "事迹不实", "received_on": day(1)})
    assert late.json["fields"][0]["code"] == "outside_window"
    made = act(office, nominated, "objections", {"text": "事迹不实", "received_on": day()}).json
    with unit_of_work(Actor.system("training")) as uow:
        uow.session.execute(update(AwardNomination).values(objections_until=clock.today() - timedelta(days=1)))
    assert decide(office, nominated).json["code"] == "objections_open"
    decision = f"/award-objections/{made['id']}/decision"
    upheld = {"upheld": True, "reasons": "查实部分事迹不实"}
    assert office.post(decision, upheld, subject="checker", scopes=EVERYTHING).json["code"] == "decider_took_part"
    assert office.post(decision, upheld, subject="officer", scopes=EVERYTHING).json["upheld"] is True
    assert office.post(decision, upheld, subject="officer", scopes=EVERYTHING).status_code == 409
    assert decide(office, nominated).json["code"] == "objection_upheld"
    assert decide(office, nominated, grant=False).json["state"] == "refused"


def test_there_are_no_more_awards_than_the_quota(
    office: Office, cycle: dict[str, Any], nominated: dict[str, Any], people: dict[str, str]
) -> None:
    second = nominate(office, cycle, cadre_id=people["张平海"]).json
    community = nominate(office, cycle, area=OTHER_COMMUNITY).json
    assert community["name"] == "塘源社区"
    for each in (nominated, second, community):
        publicised(office, each)
    assert [decide(office, each).status_code for each in (nominated, second, community)] == [200, 409, 200]


def test_a_higher_award_may_ask_for_one_of_the_subdistrict(
    office: Office, people: dict[str, str], elections: Publisher
) -> None:
    street = "450403002000"
    facts = {"code": street, "name": "步埠街道", "level": "subdistrict"}
    elections.tell("elections.area_registered.v1", facts, subject=f"areas/{street}", area=street)
    higher = office.post("/award-cycles", body(needs_lower=True)).json
    assert nominate(office, higher, cadre_id=people["陈丽敏"]).json["code"] == "lower_award_missing"
    lower = office.post("/award-cycles", body(area=street)).json
    assert lower["level"] == "subdistrict"
    first = nominate(office, lower, cadre_id=people["陈丽敏"]).json
    publicised(office, first)
    assert decide(office, first).status_code == 200
    assert nominate(office, higher, cadre_id=people["陈丽敏"]).status_code == 201


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"nominate_until": day(-1)}, 422, "date_past"),
        ({"criteria": [SHEET[0]]}, 422, "weights_not_whole"),
        ({"criteria": [SHEET[0], SHEET[0]]}, 422, "criterion_doubled"),
        ({"area": COMMUNITY}, 403, "award_office_needed"),
        ({"cadres": -1}, 422, "out_of_range"),
    ],
)
def test_what_is_wrong_with_a_cycle_is_named(
    office: Office, elections: Publisher, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = office.post("/award-cycles", body(**changes))
    told = answer.json["fields"][0]["code"] if "fields" in answer.json else answer.json["code"]
    assert (answer.status_code, told) == (status, code)


def test_nobody_is_nominated_twice_or_checked_without_the_whole_sheet(
    office: Office, cycle: dict[str, Any], nominated: dict[str, Any], people: dict[str, str]
) -> None:
    assert nominate(office, cycle, cadre_id=people["陈丽敏"]).json["code"] == "nominated_already"
    assert nominate(office, cycle, cadre_id=NOBODY).status_code == 404
    partly = act(office, nominated, "check", CHECK | {"scores": {"virtue": 90, "looks": 99}})
    assert {each["code"] for each in partly.json["fields"]} == {"score_missing", "criterion_unknown"}
    assert act(office, nominated, "publication").json["code"] == "award_step_impossible"
    assert act(office, nominated, "check", CHECK | {"passed": False}).json["state"] == "rejected"
