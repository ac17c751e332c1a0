"""Suggestions as those who answer work with them."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import Suggestion, SuggestionRound
from services.notices.workflows.suggestions.chores import escalate_missed_suggestions, forget_askers
from shared import clock
from shared.auth.actor import Actor
from shared.database.tables import outbox
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.notices.asking import CLERK, answered, asked, put
from tests.notices.conftest import SUBDISTRICT
from tests.office import Office

PAPER = {
    "area": COMMUNITY,
    "kind": "suggestion",
    "topic": "environment",
    "text": "请在北门加一个垃圾桶",
    "name": "李秀英",
}


@pytest.fixture(autouse=True)
def _areas(publisher: Publisher) -> None:
    """The communities are registered."""


def _told(event_type: str) -> list[dict[str, Any]]:
    with reading() as session:
        return list(
            session.scalars(select(outbox.c.data).where(outbox.c.type == event_type).order_by(outbox.c.sequence))
        )


def _ago(days: int) -> None:
    """As if all that is there had come so many days earlier."""
    by, row, whole = timedelta(days=days), SuggestionRound, Suggestion
    moments = {row: (row.asked_at, row.answered_at), whole: (whole.received_at, whole.answered_at)}
    with unit_of_work(Actor.system("notices")) as uow:
        for table, columns in moments.items():
            moved = {column.key: column - by for column in columns} | {"due_on": table.due_on - days}
            uow.session.execute(update(table).values(moved))


def test_a_clerk_types_in_what_came_on_paper_with_its_scan(office: Office) -> None:
    made = office.post("/suggestions", PAPER, scopes=CLERK)
    assert made.status_code == 201
    assert made.json["way"] == "paper"
    path = f"/suggestions/{made.json['id']}/scan"
    scan = {"file": (io.BytesIO(b"%PDF-1.4 paper"), "scan.txt")}
    assert office.call("PUT", path, data=scan, scopes=CLERK).status_code == 204
    kept = office.get(path, scopes=CLERK)
    assert kept.data == b"%PDF-1.4 paper"
    assert kept.content_type == "application/pdf"
    script = {"file": (io.BytesIO(b"<script>"), "scan.pdf")}
    assert office.call("PUT", path, data=script, scopes=CLERK).status_code == 415


def test_paper_needs_the_right_and_an_area_within_reach(office: Office) -> None:
    assert office.post("/suggestions", PAPER).status_code == 403
    assert office.post("/suggestions", PAPER, scopes=CLERK, area=FOREIGN_DISTRICT).status_code == 404
    assert office.get("/suggestions").status_code == 403


def test_another_district_s_suggestion_is_not_there(office: Office) -> None:
    found = asked(office)
    there = {"scopes": CLERK, "area": FOREIGN_DISTRICT}
    assert office.get(f"/suggestions/{found['id']}", **there).status_code == 404
    for what, body in (
        ("public-text", {"title": "题", "text": "文"}),
        ("privacy", {"reason": "理由"}),
        ("topic", {"kind": "question", "topic": "other"}),
        ("dismissal", {"reason": "广告"}),
        ("answer", {"answer": "好"}),
    ):
        assert put(office, found, what, body, **there).status_code == 404
    assert office.get("/suggestions", **there).json["items"] == []


def test_a_complaint_about_the_committee_is_not_shown_to_the_community_itself(office: Office) -> None:
    found = asked(office, kind="complaint", topic="committee", text="办事推诿")
    assert found["handler_area"] == SUBDISTRICT
    assert office.get(f"/suggestions/{found['id']}", scopes=CLERK, area=COMMUNITY).status_code == 404
    assert office.get(f"/suggestions/{found['id']}", scopes=CLERK, area=SUBDISTRICT).status_code == 200


def test_the_answerer_of_a_topic_is_named_by_the_nearest_area(office: Office) -> None:
    for area, name, days in ((SUBDISTRICT, "街道物业办", 8), (COMMUNITY, "物业委员老张", 2)):
        body = {"area": area, "topic": "property", "name": name, "working_days": days}
        assert office.call("PUT", "/answerers", json=body, scopes=CLERK).status_code == 200
    found = asked(office)
    assert found["answerer"] == "物业委员老张"
    assert date.fromisoformat(found["due_on"]) <= clock.today() + timedelta(days=12)
    assert asked(office, topic="culture")["answerer"] == "居民委员会主任"
    named = office.get(f"/answerers?area={COMMUNITY}", scopes=CLERK).json["items"]
    assert [each["name"] for each in named] == ["物业委员老张"]


def test_suggestions_are_listed_in_the_order_of_their_deadlines(office: Office) -> None:
    later, sooner = asked(office, kind="complaint"), asked(office)
    first = office.get("/suggestions?limit=1", scopes=CLERK).json
    second = office.get(f"/suggestions?limit=1&cursor={first['next']}", scopes=CLERK).json
    assert [first["items"][0]["id"], second["items"][0]["id"]] == [sooner["id"], later["id"]]


def test_the_clerk_is_shown_what_is_personal_and_a_text_without_it(office: Office) -> None:
    found = asked(office, text="我是王芳，电话13800138000，路灯坏了")
    shown = office.get(f"/suggestions/{found['id']}", scopes=CLERK).json
    assert shown["personal_data"] == ["手机号"]
    assert shown["proposed_text"] == "我是王芳，电话〔手机号〕，路灯坏了"


def test_personal_data_does_not_become_public(office: Office) -> None:
    found = asked(office)
    refused = put(office, found, "public-text", {"title": "路灯", "text": "请打13800138000"})
    assert refused.status_code == 422
    assert refused.json["fields"][0]["field"] == "text"
    put(office, found, "public-text", {"title": "路灯", "text": "路灯坏了"})
    assert put(office, found, "answer", {"answer": "请找老张13800138000"}).status_code == 422


def test_what_was_answered_to_the_asker_alone_does_not_become_public_with_personal_data(office: Office) -> None:
    found = asked(office)
    put(office, found, "privacy", {"reason": "邻里纠纷"})
    put(office, found, "answer", {"answer": "请找老张13800138000"})
    refused = put(office, found, "public-text", {"title": "路灯", "text": "路灯坏了"})
    assert (refused.status_code, refused.json["code"]) == (409, "answer_is_personal")
    assert "手机号" in refused.json["detail"]


def test_no_answer_before_somebody_decided_what_is_public(office: Office) -> None:
    found = asked(office)
    assert put(office, found, "answer", {"answer": "好"}).json["code"] == "suggestion_unchecked"


def test_an_answer_is_given_once_to_a_question_and_from_the_version_that_was_read(office: Office) -> None:
    found = asked(office)
    assert answered(office, found).status_code == 200
    assert put(office, found, "answer", {"answer": "又答"}).json["code"] == "suggestion_not_waiting"
    stale = office.call(
        "PUT", f"/suggestions/{found['id']}/topic", json={"kind": "question", "topic": "other"},
        headers={"If-Match": '"1"'}, scopes=CLERK,
    )  # fmt: skip
    assert stale.status_code == 412


def test_what_is_handed_on_keeps_its_day_and_goes_to_who_answers_there(office: Office) -> None:
    found = asked(office)
    moved = put(office, found, "topic", {"kind": "complaint", "topic": "committee"}).json
    assert moved["handler_area"] == SUBDISTRICT
    assert moved["due_on"] == found["due_on"]


def test_what_is_no_suggestion_is_dismissed_with_a_reason_and_counted(office: Office) -> None:
    found = asked(office, text="低价贷款")
    assert put(office, found, "dismissal", {"reason": "广告"}).json["state"] == "dismissed"
    assert "广告" in office.client.get(f"/suggestions/{found['code']}").get_data(as_text=True)
    figures = office.get(f"/suggestions/figures?area={COMMUNITY}").json
    assert (figures["received"], figures["dismissed"], figures["answered_share"]) == (1, 1, None)


def test_figures_tell_the_answered_share_and_the_median(office: Office) -> None:
    first, second, _ = asked(office), asked(office), asked(office)
    answered(office, first)
    _ago(3)
    answered(office, second)
    figures = office.get(f"/suggestions/figures?area={COMMUNITY}").json
    assert (figures["answered"], figures["waiting"], figures["answered_share"]) == (2, 1, 66)
    assert figures["median_days"] == 1.5
    for language, words in (("zh", "答复了的，半数在2天内"), ("en", "of those answered, half within 2 day(s)")):
        page = office.client.get(f"/ask/{COMMUNITY}?lang={language}").get_data(as_text=True)
        assert words in page, "the median is of the answered ones only"
    assert figures["rating"] is None, "too few"
    assert office.get(f"/suggestions/figures?area={COMMUNITY}", area=FOREIGN_DISTRICT).status_code == 404


def test_its_life_is_told_by_events_without_a_word_of_it(office: Office) -> None:
    found = asked(office)
    answered(office, found)
    received, done = _told("notices.suggestion_received.v1"), _told("notices.suggestion_answered.v1")
    assert received[0]["suggestion_id"] == found["id"]
    assert "text" not in received[0]
    assert (done[0]["round"], done[0]["late"], done[0]["public"]) == (1, False, True)


def test_a_missed_day_is_told_once_to_the_office_above(office: Office) -> None:
    found, other = asked(office), asked(office)
    answered(office, other)
    assert escalate_missed_suggestions() == 0
    _ago(40)
    assert [escalate_missed_suggestions(), escalate_missed_suggestions()] == [1, 0]
    told = _told("notices.suggestion_missed.v1")
    assert [each["suggestion_id"] for each in told] == [found["id"]]
    assert told[0]["escalated_to"] == SUBDISTRICT
    answered(office, found)
    assert office.get(f"/suggestions/{found['id']}", scopes=CLERK).json["rounds"][0]["answered_late"] is True
    assert office.get(f"/suggestions/figures?area={COMMUNITY}").json["late"] == 1


def test_a_contact_is_forgotten_half_a_year_after_the_answer(office: Office) -> None:
    found, waiting = asked(office, name="王芳", contact="13800138000"), asked(office, name="李秀英")
    assert (found["channel"], found["address"]) == ("sms", "+8613800138000")
    answered(office, found)
    forget_askers()
    _ago(181)
    forget_askers()
    with reading() as session:
        kept = {str(row.id): row.name for row in session.scalars(select(Suggestion))}
    assert kept == {found["id"]: None, waiting["id"]: "李秀英"}


QUERY = {"area": COMMUNITY, "text": "三季度公共收益的合同为什么没有公布？"}
SUPERVISOR = {"scopes": ("notices:read", "notices:query"), "subject": "supervisor"}


def test_the_supervisory_committee_puts_a_query_and_reads_its_answer(office: Office) -> None:
    made = office.post("/queries", QUERY, **SUPERVISOR)
    assert (made.status_code, made.json["queried_by"], made.json["topic"]) == (201, "supervisor", "committee")
    (waiting,) = office.get("/suggestions", scopes=CLERK).json["items"]
    assert (waiting["kind"], waiting["name"]) == ("question", "居务监督委员会")
    assert answered(office, waiting, "合同已公布在公告栏。").status_code == 200
    asked(office)
    (query,) = office.get("/queries", **SUPERVISOR).json["items"]
    assert (query["id"], query["state"], query["answer"]) == (made.json["id"], "answered", "合同已公布在公告栏。")


def test_a_query_that_is_not_answered_in_time_is_told_to_the_office_above(office: Office) -> None:
    office.post("/queries", QUERY, **SUPERVISOR)
    _ago(30)
    escalate_missed_suggestions()
    assert len(_told("notices.suggestion_missed.v1")) == 1
    assert office.get("/queries", **SUPERVISOR).json["items"][0]["late"]


def test_only_the_supervisory_committee_of_the_place_puts_queries(office: Office) -> None:
    assert office.post("/queries", QUERY, scopes=CLERK).status_code == 403
    office.post("/queries", QUERY, **SUPERVISOR)
    elsewhere = SUPERVISOR | {"area": FOREIGN_DISTRICT}
    assert office.post("/queries", QUERY, **elsewhere).status_code == 404
    assert office.get("/queries", **elsewhere).json["items"] == []
