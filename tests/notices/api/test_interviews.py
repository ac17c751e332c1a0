"""Interviews: drawn by lot, sent by a device that may send twice or late, kept with consent only."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from services.notices.domain.surveys.photos import recognise
from services.notices.store.database import reading
from services.notices.store.tables import Interview, Participation, SampledResident, SurveyAnswer, SurveyPhoto
from shared import clock
from shared.errors import TooLarge
from tests.conftest import FOREIGN_DISTRICT
from tests.events import Publisher
from tests.notices.files import JPEG
from tests.notices.surveys import READING, residents, survey, survey_step
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

WRITING = ("notices:answer", "notices:read")
STRATA = [{"kind": "elderly", "wanted": 3}, {"kind": "youth", "wanted": 2}]


def interviews(office: Office, template: str = "household_interview.v1", **changes: Any) -> dict[str, Any]:
    made = survey(office, template=template, title="访谈", audience="interviewers", **changes)
    survey_step(office, made, "approve")
    return survey_step(office, made, "open").json


def interviewer(office: Office, made: dict[str, Any], name: str = "李访") -> dict[str, Any]:
    answer = office.post(f"/surveys/{made['id']}/interviewers", {"name": name}, scopes=WRITING)
    assert answer.status_code == 201, answer.json
    return answer.json


def drawn(office: Office, made: dict[str, Any], **body: Any) -> Any:
    return office.post(f"/surveys/{made['id']}/sample", {"strata": STRATA, **body}, scopes=WRITING)


def visit(**changes: Any) -> dict[str, Any]:
    answers = {"knows": "yes", "satisfaction": 4}
    now = clock.now().isoformat()
    return {"id": str(uuid4()), "outcome": "met", "consent": True, "visited_at": now, "answers": answers, **changes}


def send(office: Office, who: dict[str, Any], body: dict[str, Any]) -> Any:
    return office.client.post(f"{who['page']}visits", json=body, headers={"Accept": "application/json"})


def send_photo(office: Office, who: dict[str, Any], interview: str, content: bytes = JPEG, **changes: Any) -> Any:
    form = {"id": str(uuid4()), "interview_id": interview, "visit": "false", **changes}
    data = {**form, "file": (io.BytesIO(content), "a.png")}
    return office.client.post(f"{who['page']}photos", data=data, headers={"Accept": "application/json"})


def count(table: type) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def sampled_ids(survey_id: str) -> list[tuple[str, int, str]]:
    with reading() as session:
        rows = session.scalars(select(SampledResident).order_by(SampledResident.stratum, SampledResident.place))
        return [(row.stratum, row.place, str(row.resident_id)) for row in rows if str(row.survey_id) == survey_id]


def test_every_route_asks_for_token_scope_and_area(office: Office) -> None:
    made = interviews(office)
    who = interviewer(office, made)
    residents(3, kinds=["elderly"])
    drawn(office, made)
    path = f"/surveys/{made['id']}"
    routes = [
        ("POST", f"{path}/interviewers", {"name": "新"}),
        ("GET", f"{path}/interviewers", None),
        ("POST", f"/interviewers/{who['id']}/end", {}),
        ("POST", f"{path}/sample", {"strata": STRATA}),
        ("GET", f"{path}/sample", None),
        ("GET", f"{path}/sample/residents", None),
        ("GET", f"{path}/interviews", None),
        ("GET", f"/survey-photos/{uuid4()}", None),
    ]
    for method, route, body in routes:
        assert office.client.open("/api/v1" + route, method=method, json=body).status_code == 401
        assert office.call(method, route, json=body, scopes=("training:read",)).status_code == 403
        scopes = (*WRITING, *READING)
        assert office.call(method, route, json=body, scopes=scopes, area=FOREIGN_DISTRICT).status_code == 404
    for route in ("interviewers", "sample/residents", "interviews"):  # names, addresses, what somebody said
        assert office.get(f"{path}/{route}", scopes=WRITING).status_code == 403


def test_a_draw_is_by_lot_once_and_anybody_can_draw_it_again(office: Office) -> None:
    residents(20, kinds=["elderly"])
    residents(10, kinds=["youth", "elderly"])
    first, second, other = (interviews(office) for _ in range(3))
    sample = drawn(office, first, seed="abc").json
    assert [(each["kind"], each["drawn"], each["missing"]) for each in sample["items"]] == [
        ("elderly", 6, 3),
        ("youth", 4, 2),
    ]
    assert (sample["seed"], sample["residents"]) == ("abc", 30)
    assert drawn(office, first).json["code"] == "sample_drawn"
    drawn(office, second, seed="abc")
    drawn(office, other, seed="abd")
    assert sampled_ids(first["id"]) == sampled_ids(second["id"])
    assert sampled_ids(first["id"]) != sampled_ids(other["id"])
    people = [resident for _, _, resident in sampled_ids(first["id"])]
    assert len(set(people)) == len(people)  # nobody stands in two strata


@pytest.mark.parametrize(
    "strata", [[], [{"kind": "martians", "wanted": 3}], [{"kind": "youth", "wanted": 0}], STRATA[:1] * 2]
)
def test_a_sample_plan_that_makes_no_sense_is_refused(office: Office, strata: list[Any]) -> None:
    assert drawn(office, interviews(office), strata=strata).status_code == 422


def test_the_second_half_of_the_draw_stands_in_for_who_was_not_met(office: Office) -> None:
    residents(8, kinds=["elderly"])
    made = interviews(office)
    who = interviewer(office, made)
    drawn(office, made)
    page = office.client.get(who["page"]).get_data(as_text=True)
    assert [f'"elderly/{place}"' in page for place in (1, 2, 3, 4)] == [True, True, True, False]
    send(office, who, visit(stratum="elderly", place=1, outcome="refused", consent=False, answers={}))
    send(office, who, visit(stratum="elderly", place=2, outcome="not_met", consent=False, answers={}))
    send(office, who, visit(stratum="elderly", place=3))
    page = office.client.get(who["page"]).get_data(as_text=True)
    assert [f'"elderly/{place}"' in page for place in (1, 2, 3, 4, 5, 6)] == [False, False, False, True, True, False]
    (covered, _) = office.get(f"/surveys/{made['id']}/sample").json["items"]
    assert (covered["met"], covered["refused"], covered["not_met"], covered["missing"]) == (1, 1, 1, 2)


def test_a_visit_that_is_sent_twice_counts_once(office: Office) -> None:
    residents(3, kinds=["elderly"])
    made = interviews(office)
    who = interviewer(office, made)
    drawn(office, made)
    body = visit(stratum="elderly", place=1)
    assert [send(office, who, body).json["new"] for _ in range(3)] == [True, False, False]
    assert (count(Interview), count(SurveyAnswer), count(Participation)) == (1, 1, 1)
    other = interviewer(office, made, "王访")
    assert send(office, other, body).json["code"] == "visit_id_taken"


def test_a_second_interview_of_one_person_is_kept_and_not_counted(office: Office) -> None:
    residents(3, kinds=["elderly"])
    made = interviews(office)
    one, two = interviewer(office, made), interviewer(office, made, "王访")
    drawn(office, made)
    for who in (one, two):
        assert send(office, who, visit(stratum="elderly", place=1)).status_code == 200
    told = office.get(f"/surveys/{made['id']}/answers", scopes=READING).json["items"]
    assert sorted(each["counted"] for each in told) == [False, True]


def test_without_consent_nothing_that_was_said_is_kept(office: Office) -> None:
    residents(3, kinds=["elderly"])
    made = interviews(office)
    who = interviewer(office, made)
    drawn(office, made)
    refused = send(office, who, visit(stratum="elderly", place=1, consent=False))
    assert refused.json["fields"][0]["code"] == "consent_missing"
    send(office, who, visit(stratum="elderly", place=1, consent=False, outcome="refused", notes="他说了很多"))
    assert count(SurveyAnswer) == 0
    (kept,) = office.get(f"/surveys/{made['id']}/interviews", scopes=READING).json["items"]
    assert (kept["outcome"], kept["notes"]) == ("refused", None)


def test_photos_come_first_and_are_known_by_their_content(office: Office) -> None:
    made = interviews(office, template="board_and_mailbox.v1", responsible="社区主任")
    who = interviewer(office, made)
    body = visit(answers=board(photos=[]))
    assert send_photo(office, who, body["id"], b"<script>alert(1)</script>").status_code == 415
    with pytest.raises(TooLarge):
        recognise(JPEG + b"0" * (5 << 20))
    photo = str(uuid4())
    body["answers"]["photos"] = [photo]
    assert send(office, who, body).json["code"] == "photos_missing"
    for _ in range(2):
        assert send_photo(office, who, body["id"], id=photo).status_code == 200
    assert send_photo(office, who, body["id"], visit="true").status_code == 200
    assert send(office, who, body).status_code == 200
    assert count(SurveyPhoto) == 2
    (kept,) = office.get(f"/surveys/{made['id']}/interviews", scopes=READING).json["items"]
    assert sorted(each["visit"] for each in kept["photos"]) == [False, True]
    shown = office.get(f"/survey-photos/{photo}", scopes=READING)
    assert (shown.mimetype, shown.data) == ("image/jpeg", JPEG)
    sent = [send_photo(office, who, body["id"]).status_code for _ in range(11)]
    assert sent == [200] * 10 + [409]


def board(**changes: Any) -> dict[str, Any]:
    best = {"board_location": "way", "board_state": "good", "timeliness": "current", "targeting": "own"}
    rest = {"large_print": 5, "mailbox": "seen", "mailbox_opened": "weekly", "facilities": "complete"}
    return {"spot": "3栋门口", **best, **rest, **changes}


def test_a_gap_that_an_inspection_finds_becomes_a_promise_with_who_and_until_when(office: Office) -> None:
    made = interviews(office, template="board_and_mailbox.v1", responsible="社区主任")
    who = interviewer(office, made)
    body = visit(consent=False, answers=board(mailbox="none", timeliness="some_old"))
    for _ in range(2):
        assert send(office, who, body).status_code == 200
    tasks = office.get(f"/promises?origin=interviews/{body['id']}").json["items"]
    today = clock.today()
    assert {(each["text"], each["promised_by"], each["due_on"]) for each in tasks} == {
        ("3栋门口：把意见箱放到显眼位置并贴上提问二维码", "社区主任", str(today + timedelta(days=14))),
        ("3栋门口：撤下过期公告，补上应公布的内容", "社区主任", str(today + timedelta(days=7))),
    }
    (answer,) = office.get(f"/surveys/{made['id']}/answers", scopes=READING).json["items"]
    assert answer["score"] == (600 + 50 + 0) // 8


def test_what_was_done_before_the_closing_may_come_after_it_and_changes_no_figure(office: Office) -> None:
    residents(3, kinds=["elderly"])
    made = interviews(office)
    who = interviewer(office, made)
    drawn(office, made)
    before = visit(stratum="elderly", place=1)
    survey_step(office, made, "close")
    after = visit(stratum="elderly", place=2, visited_at=(clock.now() + timedelta(minutes=1)).isoformat())
    assert send(office, who, before).json["new"]
    assert send(office, who, after).json["code"] == "survey_not_open"
    (kept,) = office.get(f"/surveys/{made['id']}/answers", scopes=READING).json["items"]
    assert not kept["counted"]


def test_an_interviewer_whose_work_has_ended_sends_only_what_was_done_before(office: Office) -> None:
    residents(3, kinds=["elderly"])
    made = interviews(office)
    who = interviewer(office, made)
    drawn(office, made)
    before = visit(stratum="elderly", place=1)
    office.post(f"/interviewers/{who['id']}/end", scopes=WRITING)
    later = (clock.now() + timedelta(minutes=1)).isoformat()
    assert send(office, who, visit(stratum="elderly", place=2, visited_at=later)).json["code"] == "interviewer_ended"
    assert send(office, who, before).status_code == 200
    assert "居民" not in office.client.get(who["page"]).get_data(as_text=True).partition("<main")[2].partition("<p")[0]
    assert 'id="visit"' not in office.client.get(who["page"]).get_data(as_text=True)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "not-a-uuid"},
        {"outcome": "vanished"},
        {"visited_at": "yesterday"},
        {"visited_at": "2099-01-01T00:00:00+08:00"},
        {"place": 99},
        {"place": -1},
        {"stratum": "youth' OR 1=1"},
        {"answers": {"knows": "maybe", "satisfaction": 4}},
        {"answers": {"satisfaction": 4}},
        {"answers": {"knows": "yes", "satisfaction": True}},
        {"answers": []},
    ],
)
def test_a_visit_that_cannot_be_is_refused_and_nothing_of_it_kept(office: Office, change: dict[str, Any]) -> None:
    residents(3, kinds=["elderly"])
    made = interviews(office)
    who = interviewer(office, made)
    drawn(office, made)
    assert send(office, who, {**visit(stratum="elderly", place=1), **change}).status_code == 422
    assert (count(Interview), count(SurveyAnswer), count(Participation)) == (0, 0, 0)


def test_a_visit_that_is_no_json_is_malformed(office: Office) -> None:
    who = interviewer(office, interviews(office))
    for body in ("{", "[" * 100_000):
        answer = office.client.post(f"{who['page']}visits", data=body, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json["code"]) == (400, "malformed")


def test_a_link_that_is_none_opens_nothing(office: Office) -> None:
    assert office.client.get(f"/interviews/{'0' * 64}/").status_code == 404
    assert send(office, {"page": f"/interviews/{'0' * 64}/"}, visit()).status_code == 404
    assert office.client.get("/interviews/short/").status_code == 404


def test_an_ordinary_survey_has_no_interviewers(office: Office, publisher: Publisher) -> None:
    made = survey(office)
    assert office.post(f"/surveys/{made['id']}/interviewers", {"name": "李"}, scopes=WRITING).status_code == 409
    assert drawn(office, made).status_code == 409
