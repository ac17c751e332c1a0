"""Consultations (Art 32): approved by another, open for their days, concluded with an outcome that is disclosed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import Consultation, ConsultationEntry, Participation, Resident
from services.notices.workflows.consultations.missed import tell_missed_answers, tell_missed_outcomes
from services.notices.workflows.consultations.procedure import close_due_consultations
from shared import clock
from shared.auth.actor import Actor
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.surveys import residents
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

ANSWERING = ("notices:answer", "notices:read")


def body(**changes: Any) -> dict[str, Any]:
    today = clock.today()
    days = {"opens_on": str(today), "closes_on": str(today + timedelta(days=7))}
    text = {"title": "3栋加装电梯", "body": "要不要装？**费用**怎么分？", "who_is_asked": "3栋全体居民"}
    return {"area": COMMUNITY, "form": "council", **text, **days, "supporters_needed": 2, **changes}


def consultation(office: Office, **changes: Any) -> dict[str, Any]:
    answer = office.post("/consultations", body(**changes), subject="author")
    assert answer.status_code == 201, answer.json
    return answer.json


def take(office: Office, made: dict[str, Any], step: str, *, subject: str = "approver") -> Any:
    return office.post(f"/consultations/{made['id']}/steps", {"step": step}, subject=subject)


def opened(office: Office, **changes: Any) -> dict[str, Any]:
    made = consultation(office, **changes)
    take(office, made, "approve")
    return take(office, made, "open").json


def say(office: Office, made: dict[str, Any], text: str = "应该装", kind: str = "comment", **form: str) -> Any:
    return office.client.post(f"/consultations/{made['id']}", data={"kind": kind, "text": text, **form})


def entries(office: Office, made: dict[str, Any]) -> list[dict[str, Any]]:
    return office.get(f"/consultations/{made['id']}/entries").json["items"]


def show(office: Office, entry: dict[str, Any], **body: Any) -> Any:
    return office.post(f"/consultation-entries/{entry['id']}/moderation", {"shown": True, **body}, scopes=ANSWERING)


def as_resident(office: Office, resident: Resident | None) -> None:
    office.client.delete_cookie("resident_key")
    if resident is not None:
        office.client.set_cookie("resident_key", resident.key)


def support(office: Office, made: dict[str, Any], entry: dict[str, Any], resident: Resident | None) -> int:
    as_resident(office, resident)
    return office.client.post(f"/consultations/{made['id']}/proposals/{entry['id']}/support").status_code


def page(office: Office, made: dict[str, Any], language: str = "zh") -> str:
    return office.client.get(f"/consultations/{made['id']}?lang={language}").get_data(as_text=True)


def outcome(office: Office, made: dict[str, Any], *, subject: str = "writer", **changes: Any) -> Any:
    due = str(clock.today() + timedelta(days=30))
    tasks = [{"text": "公示电梯方案", "promised_by": "居委会主任", "due_on": due}]
    text = {"outcome": "同意加装，**一楼不分摊**。", "follow_ups": tasks, **changes}
    path = f"/consultations/{made['id']}/outcome"
    return office.call("PUT", path, json=text, scopes=ANSWERING, subject=subject)


def test_every_route_asks_for_token_scope_and_area(office: Office) -> None:
    made = opened(office)
    say(office, made)
    (entry,) = entries(office, made)
    path, one = f"/consultations/{made['id']}", f"/consultation-entries/{entry['id']}"
    own = [
        ("GET", path, None),
        ("PATCH", path, {"title": "新题"}),
        ("POST", f"{path}/steps", {"step": "close"}),
        ("PUT", f"{path}/outcome", {"outcome": "同意"}),
        ("POST", f"{path}/meetings", meeting()),
        ("GET", f"{path}/meetings", None),
        ("GET", f"{path}/entries", None),
        ("POST", f"{one}/moderation", {"shown": True}),
        ("POST", f"{one}/answer", {"answer": "会装"}),
    ]
    lists = [("GET", "/consultations", None), ("GET", "/consultation-entries", None), ("POST", "/consultations", {})]
    scopes = ("notices:read", "notices:write", "notices:approve", "notices:answer")
    for method, route, sent in [*own, *lists]:
        assert office.client.open("/api/v1" + route, method=method, json=sent).status_code == 401
        assert office.call(method, route, json=sent, scopes=("training:read",)).status_code == 403
    for method, route, sent in own:
        headers = {"If-Match": '"1"'}
        answer = office.call(method, route, json=sent, scopes=scopes, area=FOREIGN_DISTRICT, headers=headers)
        assert answer.status_code == 404, route
    for route in ("/consultations", "/consultation-entries"):
        assert office.get(route, area=FOREIGN_DISTRICT).json["items"] == []


def meeting(**changes: Any) -> dict[str, Any]:
    people = [
        {"name": "王芳", "capacity": "resident", "came": True, "number": "1"},
        {"name": "李强", "capacity": "resident", "came": False, "number": "2"},
        {"name": "物业公司", "capacity": "party", "came": True},
    ]
    text = {"venue": "社区活动室", "minutes": "讨论了**分摊**。"}
    return {"held_on": str(clock.today()), "people": people, **text, **changes}


def test_what_residents_are_asked_is_approved_by_another_and_hangs_as_a_notice(office: Office) -> None:
    made = consultation(office)
    assert office.client.get(f"/consultations/{made['id']}").status_code == 404
    office.patch(f"/consultations/{made['id']}", {"who_is_asked": "3栋居民"}, version=1, subject="editor")
    for subject in ("author", "editor"):
        refused = take(office, made, "approve", subject=subject)
        assert refused.json["missing"][0]["code"] == "second_person_missing", subject
    path, body = f"/consultations/{made['id']}/steps", {"step": "approve"}
    assert office.post(path, body, subject="approver", version=1).status_code == 412
    take(office, made, "approve")
    late = office.patch(f"/consultations/{made['id']}", {"title": "偷换"}, version=3)
    assert late.status_code == 409
    take(office, made, "open")
    (notice,) = office.get("/notices").json["items"]
    assert (notice["kind"], notice["state"], notice["approver"]) == ("consultation", "published", "approver")
    assert "3栋加装电梯" in office.client.get(f"/boards/{COMMUNITY}/consultations").get_data(as_text=True)


def test_a_comment_is_seen_when_somebody_has_read_it(office: Office) -> None:
    made = opened(office)
    assert say(office, made, "应该装", name="热心人").status_code == 303
    assert "应该装" not in page(office, made)
    (entry,) = entries(office, made)
    hidden = office.post(f"/consultation-entries/{entry['id']}/moderation", {"shown": False}, scopes=ANSWERING)
    assert hidden.json["fields"][0]["code"] == "reason_missing"
    assert (
        office.post(f"/consultation-entries/{entry['id']}/answer", {"answer": "好"}, scopes=ANSWERING).status_code
        == 409
    )
    show(office, entry)
    assert "热心人" in page(office, made)
    show(office, entry, shown=False, reason="有人身攻击")
    assert "应该装" not in page(office, made)


def test_a_script_in_a_comment_stays_text(office: Office) -> None:
    made = opened(office)
    say(office, made, "<script>alert(1)</script>")
    show(office, entries(office, made)[0])
    assert "<script>alert" not in page(office, made)


@pytest.mark.parametrize("form", [{"kind": "song"}, {"text": " "}, {"text": "长" * 2001}, {"name": "名" * 41}])
def test_a_comment_that_does_not_fit_is_shown_again_with_its_fault(office: Office, form: dict[str, str]) -> None:
    made = opened(office)
    sent = office.client.post(f"/consultations/{made['id']}", data={"kind": "comment", "text": "好", **form})
    assert sent.status_code == 422
    assert entries(office, made) == []


def test_out_of_its_days_nobody_takes_part(office: Office) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    made = opened(office, opens_on=str(tomorrow))
    assert say(office, made).status_code == 422
    assert 'id="write"' not in page(office, made)


def test_enough_supporters_make_an_answer_due_and_each_counts_once(office: Office, publisher: Publisher) -> None:
    made = opened(office)
    say(office, made, "一楼不分摊", kind="proposal")
    (entry,) = entries(office, made)
    one, two = residents(2)
    assert support(office, made, entry, one) == 409  # nobody has read it yet
    show(office, entry)
    assert [support(office, made, entry, one) for _ in range(2)] == [303, 303]
    (entry,) = entries(office, made)
    assert (entry["supporters"], entry["answer_due_on"]) == (1, None)
    assert "您已附议" in page(office, made)
    support(office, made, entry, two)
    (entry,) = entries(office, made)
    assert (entry["supporters"], entry["answer_due_on"]) == (2, str(clock.today() + timedelta(days=15)))
    with unit_of_work(Actor.system("notices")) as uow:
        uow.session.execute(update(ConsultationEntry).values(answer_due_on=clock.today() - timedelta(days=1)))
    assert "已逾期" in page(office, made)
    assert [tell_missed_answers(), tell_missed_answers()] == [1, 0]
    assert publisher.told()[-1]["type"] == "notices.proposal_answer_missed.v1"
    office.post(f"/consultation-entries/{entry['id']}/answer", {"answer": "已列入方案"}, scopes=ANSWERING)
    assert "已列入方案" in page(office, made)


def test_who_has_no_page_or_lives_elsewhere_supports_nothing(office: Office) -> None:
    made = opened(office)
    say(office, made, "一楼不分摊", kind="proposal")
    (entry,) = entries(office, made)
    show(office, entry)
    (stranger,) = residents(1, area=OTHER_COMMUNITY)
    assert [support(office, made, entry, each) for each in (None, stranger)] == [403, 403]
    assert entries(office, made)[0]["supporters"] == 0


def test_a_meeting_tells_who_was_invited_and_came_and_their_part_is_counted(office: Office) -> None:
    made = opened(office)
    residents(2)
    path = f"/consultations/{made['id']}/meetings"
    unknown = [{"name": "谁", "capacity": "resident", "came": True, "number": "999"}]
    refused = office.post(path, meeting(people=unknown), scopes=ANSWERING)
    assert refused.json["fields"][0]["field"] == "people.0.number"
    ahead = office.post(path, meeting(held_on=str(clock.today() + timedelta(days=1))), scopes=ANSWERING)
    assert ahead.json["fields"][0]["code"] == "day_ahead"
    assert office.post(path, meeting(), scopes=ANSWERING).status_code == 201
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Participation)) == 1
    shown = page(office, made)
    assert "居民邀请2人到1人" in shown
    assert "王芳" not in shown  # names are for the desk


def test_the_outcome_is_published_by_another_is_disclosed_and_its_tasks_are_followed(office: Office) -> None:
    made = opened(office)
    assert outcome(office, made).status_code == 409
    closed = take(office, made, "close").json
    assert closed["outcome_due_on"] == str(clock.today() + timedelta(days=15))
    assert take(office, made, "conclude").json["missing"][0]["code"] == "outcome_missing"
    assert outcome(office, made).status_code == 200
    assert "一楼不分摊" not in page(office, made)
    assert outcome(office, made, subject="editor").json["outcome_writers"] == ["writer", "editor"]
    for subject in ("writer", "editor"):
        refused = take(office, made, "conclude", subject=subject)
        assert refused.json["missing"][0]["code"] == "second_person_missing", subject
    assert take(office, made, "conclude").json["state"] == "concluded"
    shown = page(office, made)
    for words in ("一楼不分摊", "公示电梯方案", "办理中"):
        assert words in shown
    disclosure = office.get("/notices?kind=disclosure").json["items"][0]
    assert (disclosure["item"], disclosure["state"]) == ("consultations", "published")
    assert disclosure["display_until"] == str(clock.today() + timedelta(days=15))  # Art 34
    (task,) = office.get(f"/promises?origin=consultations/{made['id']}").json["items"]
    assert task["promised_by"] == "居委会主任"


def test_an_outcome_that_does_not_come_is_told_once(office: Office, publisher: Publisher) -> None:
    made = opened(office)
    with unit_of_work(Actor.system("notices")) as uow:
        past = clock.today() - timedelta(days=20)
        uow.session.execute(update(Consultation).values(opens_on=past, closes_on=past))
    assert [close_due_consultations(), close_due_consultations()] == [1, 0]
    assert [tell_missed_outcomes(), tell_missed_outcomes()] == [1, 0]
    assert publisher.told()[-1]["type"] == "notices.consultation_outcome_missed.v1"
    assert "已逾期" in page(office, made)


def test_one_whose_last_day_is_over_is_neither_approved_nor_opened_and_it_is_told_what_to_do(office: Office) -> None:
    """A page without a form would ask residents who cannot answer."""
    made, approved = consultation(office), consultation(office)
    take(office, approved, "approve")
    with unit_of_work(Actor.system("notices")) as uow:
        past = clock.today() - timedelta(days=1)
        uow.session.execute(update(Consultation).values(opens_on=past, closes_on=past))
    refused = take(office, made, "approve")
    assert (refused.status_code, refused.json["code"]) == (409, "duties_unmet")
    assert refused.json["missing"][0]["code"] == "last_day_over"
    assert "请先把它改为今天或以后的日期" in refused.json["missing"][0]["message"]
    later = {"closes_on": str(clock.today())}
    assert office.patch(f"/consultations/{made['id']}", later, version=1, subject="author").status_code == 200
    assert take(office, made, "approve").status_code == 200
    assert take(office, made, "open").status_code == 200, "on its last day"
    refused = take(office, approved, "open")
    assert refused.status_code == 409
    assert "请作废，换一个最后一天重新发起" in refused.json["missing"][0]["message"]
    assert take(office, approved, "withdraw", subject="author").status_code == 200


def test_english_readers_get_english(office: Office) -> None:
    made = opened(office, title_en="A lift for building 3", body_en="Shall there be one?")
    shown = page(office, made, "en")
    for words in ("A lift for building 3", "Shall there be one?", "Who is asked", "Have your say"):
        assert words in shown


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"closes_on": "2020-01-01"}, "closes_on", "period_invalid"),
        ({"opens_on": "2020-01-01", "closes_on": "2020-01-05"}, "closes_on", "last_day_over"),
        ({"form": "riot"}, "form", "not_a_choice"),
        ({"supporters_needed": 0}, "supporters_needed", "out_of_range"),
        ({"title": ""}, "title", "bad_length"),
        ({"opens_on": "soon"}, "opens_on", "invalid"),
    ],
)
def test_what_is_wrong_with_a_consultation_is_named(office: Office, change: dict, field: str, code: str) -> None:
    answer = office.post("/consultations", body(**change))
    assert answer.status_code == 422
    assert field in [fault["field"] for fault in answer.json["fields"]], code
