"""Surveys over the API: written, approved by another, answered once, told of only where nobody can be singled out."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from services.notices.store.database import unit_of_work
from services.notices.store.tables import Survey
from shared import clock
from shared.auth.actor import Actor
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.notices.conftest import SCOPES
from tests.notices.surveys import CHOICE, READING, SCALE, answer_own, opened, residents, survey, survey_step
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")


def paths(made: dict) -> list[tuple[str, str, object]]:
    path = f"/surveys/{made['id']}"
    return [
        ("GET", path, None),
        ("PATCH", path, {"title": "新题"}),
        ("POST", f"{path}/steps", {"step": "approve"}),
        ("GET", f"{path}/results", None),
        ("GET", f"{path}/results/file", None),
        ("GET", f"{path}/answers", None),
        ("GET", f"{path}/answers/file", None),
    ]


def test_every_route_asks_for_token_scope_and_area(office: Office) -> None:
    made = survey(office)
    lists = [("GET", "/surveys", None), ("GET", "/survey-templates", None), ("POST", "/surveys", {})]
    for method, path, body in [*paths(made), *lists]:
        assert office.client.open("/api/v1" + path, method=method, json=body).status_code == 401
        assert office.call(method, path, json=body, scopes=("training:read",)).status_code == 403
    for method, path, body in paths(made):
        scopes = (*SCOPES, *READING)
        version = {"If-Match": '"1"'}
        answer = office.call(method, path, json=body, area=FOREIGN_DISTRICT, scopes=scopes, headers=version)
        assert answer.status_code == 404, path
    assert office.get("/surveys", area=FOREIGN_DISTRICT).json["items"] == []
    assert office.get(f"/survey-series/belonging?area={COMMUNITY}", area=FOREIGN_DISTRICT).status_code == 404


def test_a_survey_is_approved_by_another_and_then_its_questions_are_fixed(office: Office) -> None:
    made = survey(office)
    refused = survey_step(office, made, "approve", subject="author")
    assert [each["code"] for each in refused.json["missing"]] == ["second_person_missing"]
    edited = office.patch(f"/surveys/{made['id']}", {"questions": [SCALE]}, version=1, subject="editor").json
    assert [each["code"] for each in edited["questions"]] == ["content"]
    for subject in ("author", "editor"):
        assert survey_step(office, made, "approve", subject=subject).status_code == 409, subject
    path, body = f"/surveys/{made['id']}/steps", {"step": "approve"}
    assert office.post(path, body, subject="approver", version=1).status_code == 412
    assert survey_step(office, made, "approve").json["approver"] == "approver"
    late = office.patch(f"/surveys/{made['id']}", {"questions": [CHOICE]}, version=3)
    assert (late.status_code, late.json["code"]) == (409, "not_a_draft")
    assert survey_step(office, made, "close").status_code == 409


@pytest.mark.parametrize(
    ("question", "field", "code"),
    [
        ({**CHOICE, "choices": CHOICE["choices"][:1]}, "questions.0.choices", "choices_missing"),
        ({**CHOICE, "choices": CHOICE["choices"][:1] * 2}, "questions.0.choices", "code_twice"),
        ({**SCALE, "choices": CHOICE["choices"]}, "questions.0.choices", "choices_unused"),
        ({**SCALE, "low": 5, "high": 1}, "questions.0.high", "bounds_invalid"),
        ({**SCALE, "high": 50}, "questions.0.high", "bounds_invalid"),
        ({**SCALE, "kind": "photo"}, "questions.0.kind", "photo_by_interviewer"),
        ({**CHOICE, "gap": {"below": 1, "task": "补"}}, "responsible", "responsible_missing"),
        ({**SCALE, "code": "X y"}, "questions.0.code", "bad_format"),
        ({**SCALE, "kind": "riddle"}, "questions.0.kind", "not_a_choice"),
    ],
)
def test_what_is_wrong_with_a_question_is_named(office: Office, question: dict, field: str, code: str) -> None:
    body = {"area": COMMUNITY, "title": "问卷", "audience": "all", "questions": [question]}
    answer = office.post("/surveys", body)
    assert answer.status_code == 422
    assert (field, code) in [(fault["field"], fault["code"]) for fault in answer.json["fields"]]


def test_a_template_fills_in_what_is_not_given(office: Office) -> None:
    names = [each["name"] for each in office.get("/survey-templates").json["items"]]
    assert names == ["belonging.v1", "board_and_mailbox.v1", "household_interview.v1"]
    made = office.post("/surveys", {"area": COMMUNITY, "template": "belonging.v1", "title": "上半年"}).json
    assert (made["title"], made["audience"], made["template"]) == ("上半年", "residents", "belonging.v1")
    edited = office.patch(f"/surveys/{made['id']}", {"questions": [SCALE]}, version=1).json
    assert edited["template"] is None  # no part of the series any more
    unknown = office.post("/surveys", {"area": COMMUNITY, "template": "gossip.v1"})
    assert unknown.json["fields"][0]["code"] == "template_unknown"


def test_results_are_told_when_the_survey_is_over_and_ten_have_answered(office: Office) -> None:
    made = opened(office, audience="residents")
    for each in residents(9):
        assert answer_own(office, made, each, content=4, way="board") == 303
    path = f"/surveys/{made['id']}/results"
    assert office.get(path).json == {"answers": None, "over": False, "questions": [], "kinds": []}
    answer_own(office, made, residents(1, start=10)[0], content=5)
    assert office.get(path).json["questions"] == []
    survey_step(office, made, "close")
    told = office.get(path).json
    assert told["answers"] == 10
    content, way, _ = told["questions"]
    assert (content["words"], content["answered"], content["mean"]) == ("满意吗", 10, "4.10")
    assert [each["count"] for each in content["options"]] == [0, 0, 0, 9, 1]
    assert [(each["words"], each["count"]) for each in way["options"]] == [("公告栏", 9), ("手机", 0)]


def test_nothing_is_told_of_fewer_than_ten_answers(office: Office) -> None:
    made = opened(office, audience="residents")
    for each in residents(9):
        answer_own(office, made, each, content=4)
    survey_step(office, made, "close")
    assert office.get(f"/surveys/{made['id']}/results").json == {
        "answers": None,
        "over": True,
        "questions": [],
        "kinds": [],
    }
    assert load_workbook(io.BytesIO(office.get(f"/surveys/{made['id']}/results/file").data)).active.max_row == 1


def test_a_kind_is_told_only_where_it_and_the_rest_are_ten_or_more(office: Office) -> None:
    made = opened(office, audience="residents")
    groups = [(["elderly"], 12), (["youth"], 11), (["youth", "women"], 3)]
    for kinds, count in groups:
        for each in residents(count, kinds=kinds):
            answer_own(office, made, each, content=3)
    survey_step(office, made, "close")
    told = office.get(f"/surveys/{made['id']}/results").json["kinds"]
    assert [(each["kind"], each["answers"]) for each in told] == [("elderly", 12), ("youth", 14)]


def test_single_answers_need_the_reading_scope_and_say_not_who(office: Office) -> None:
    made = opened(office, audience="residents")
    answer_own(office, made, residents(1, kinds=["women"])[0], content=2, wish="=1+1")
    path = f"/surveys/{made['id']}/answers"
    assert office.get(path).status_code == 403
    (answer,) = office.get(path, scopes=READING).json["items"]
    assert answer["answers"] == {"content": 2, "wish": "=1+1"}
    assert set(answer) == {"id", "answers", "kinds", "score", "counted", "on"}
    assert answer["id"][14] == "4"  # a random UUID: its place tells nothing of when it came
    saved = office.get(f"{path}/file?format=csv", scopes=READING).get_data(as_text=True)
    assert "'=1+1" in saved


def test_surveys_from_one_template_are_a_series(office: Office) -> None:
    for rating in (3, 4):
        made = opened(office, template="belonging.v1", title=f"第{rating}次", audience="residents")
        scales = ("belonging", "neighbours", "satisfaction", "trust", "informed", "say")
        for each in residents(10, start=rating * 100):
            assert answer_own(office, made, each, **dict.fromkeys(scales, rating)) == 303
        survey_step(office, made, "close")
    told = office.get(f"/survey-series/belonging?area={COMMUNITY}").json["items"]
    assert [(each["means"]["trust"], each["percents"]["trust"]) for each in told] == [("3.00", 50), ("4.00", 75)]


def test_questions_may_be_typed_as_lines(office: Office) -> None:
    lines = (
        "* 满意吗？ / Content? [1-5]",
        "",
        "怎样知道的？ (公告栏 / Board | 手机)",
        "参加过？ [选举｜活动]",
        "几口人？{0-20}",
        "还有（其他）？",
    )
    body = {"area": COMMUNITY, "title": "自拟", "audience": "link", "lines": "\n".join(lines)}
    asked = office.post("/surveys", body).json["questions"]
    assert [(each["code"], each["kind"]) for each in asked] == [
        ("q1", "scale"),
        ("q2", "single"),
        ("q3", "multiple"),
        ("q4", "number"),
        ("q5", "text"),
    ]
    assert (asked[0]["required"], asked[0]["en"], asked[0]["high"]) == (True, "Content?", 5)
    assert [(each["zh"], each["en"]) for each in asked[1]["choices"]] == [("公告栏", "Board"), ("手机", "手机")]
    assert asked[4]["zh"] == "还有（其他）？"


def test_lines_that_ask_too_much_or_badly_are_refused(office: Office) -> None:
    body = {"area": COMMUNITY, "title": "自拟", "audience": "link"}
    many = office.post("/surveys", {**body, "lines": "\n".join(["问"] * 61)})
    assert many.json["fields"][0]["code"] == "questions_too_many"
    upside_down = office.post("/surveys", {**body, "lines": "满意吗 [5-1]"})
    assert upside_down.json["fields"][0]["code"] == "bounds_invalid"


def test_a_survey_is_not_written_with_a_last_day_that_is_over(office: Office) -> None:
    body = {"area": COMMUNITY, "title": "问卷", "audience": "all", "questions": [SCALE], "closes_on": "2020-12-31"}
    answer = office.post("/surveys", body, subject="author")
    assert answer.status_code == 422
    assert [(fault["field"], fault["code"]) for fault in answer.json["fields"]] == [("closes_on", "last_day_over")]


@pytest.mark.parametrize("name", ["approve", "open"])
def test_a_survey_whose_last_day_is_over_is_neither_approved_nor_opened(office: Office, name: str) -> None:
    made, endless = survey(office, closes_on=str(clock.today())), survey(office)
    if name == "open":
        survey_step(office, made, "approve")
        survey_step(office, endless, "approve")
    with unit_of_work(Actor.system("notices")) as uow:
        past = update(Survey).where(Survey.closes_on.is_not(None)).values(closes_on=clock.today() - timedelta(days=1))
        uow.session.execute(past)
    refused = survey_step(office, made, name)
    assert (refused.status_code, refused.json["missing"][0]["code"]) == (409, "last_day_over")
    assert survey_step(office, endless, name).status_code == 200, "without a last day it goes on"
