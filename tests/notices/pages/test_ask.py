"""“Ask the committee” as residents use it: forms, receipts, public answers, floods and bad input."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from services.notices.domain import public_forms
from services.notices.domain.public_forms import Limit, PublicForm
from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import Participation, Resident, Suggestion
from shared.auth.actor import Actor
from shared.ids import new_id
from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.asking import CLERK, answered, asked, put, send
from tests.office import Office


@pytest.fixture(autouse=True)
def _areas(publisher: Publisher) -> None:
    """The communities are registered."""


def page(office: Office, path: str, **options: object) -> str:
    return office.client.get(path, **options).get_data(as_text=True)


def _count() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Suggestion))


def test_anybody_asks_without_a_name_and_gets_a_receipt(office: Office) -> None:
    shown = send(office, follow=True).get_data(as_text=True)
    assert "请记下回执编号" in shown
    assert "3号楼门口的路灯" in shown
    assert "以前答复" in shown


def test_a_receipt_that_nobody_has_is_not_found(office: Office) -> None:
    asked(office)
    assert office.client.get("/suggestions/ABCDEFGHJKMN").status_code == 404
    assert office.client.post("/suggestions/ABCDEFGHJKMN/rating", data={"rating": 5}).status_code == 404


def test_a_receipt_is_found_as_it_was_copied_from_paper(office: Office) -> None:
    code = asked(office)["code"]
    typed = f"{code[:4]}-{code[4:8]} {code[8:]}".lower()
    answer = office.client.get("/suggestions", query_string={"code": typed}, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_what_was_asked_is_not_public_until_a_clerk_has_looked_through_it(office: Office) -> None:
    found = asked(office, text="王芳在3栋501偷倒垃圾")
    assert "王芳" not in page(office, f"/ask/{COMMUNITY}/answers")
    assert office.client.get(f"/suggestions/{found['id']}").status_code == 404


def test_an_answer_is_public_with_its_question_and_can_be_searched(office: Office) -> None:
    assert answered(office, asked(office), "下周三修好。").status_code == 200
    answered(office, asked(office, topic="culture", text="舞蹈队？"), "周五活动室。")
    found = page(office, f"/ask/{COMMUNITY}/answers?q=周三")
    assert "下周三修好" in found
    assert "周五活动室" not in found
    assert "没有找到" in page(office, f"/ask/{COMMUNITY}/answers?q=%25")
    assert "周五活动室" in page(office, f"/ask/{COMMUNITY}/answers?topic=culture&q=")
    assert "下周三修好" not in page(office, f"/ask/{OTHER_COMMUNITY}/answers")


def test_an_answer_is_read_in_english_where_it_was_written_in_english(office: Office) -> None:
    found = asked(office)
    answered(office, found, answer_en="It will be mended on Wednesday.")
    english = page(office, f"/suggestions/{found['id']}?lang=en")
    assert "mended on Wednesday" in english
    assert "Answer by the committee&#39;s director" in english


def test_what_is_kept_private_is_told_to_its_asker_with_the_reason(office: Office) -> None:
    found = asked(office)
    put(office, found, "privacy", {"reason": "涉及邻居"})
    put(office, found, "answer", {"answer": "已经上门调解。"})
    own = page(office, f"/suggestions/{found['code']}")
    assert "涉及邻居" in own
    assert "已经上门调解" in own
    assert "已经上门调解" not in page(office, f"/ask/{COMMUNITY}/answers")


def test_a_script_in_a_question_or_an_answer_does_not_run(office: Office) -> None:
    found = asked(office, text="<script>alert(1)</script>路灯")
    script = "<script>alert(2)</script>"
    put(office, found, "public-text", {"title": script, "text": script})
    put(office, found, "answer", {"answer": f"好的 {script}"})
    for path in (f"/suggestions/{found['code']}", f"/suggestions/{found['id']}", f"/ask/{COMMUNITY}/answers"):
        assert "<script" not in page(office, path)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"text": None}, "必填项没有填写"),
        ({"text": "长" * 2001}, "2000"),
        ({"topic": "moon"}, "只能是下列之一"),
        ({"contact": "12345"}, "手机号"),
        ({"contact": "a@b@c"}, "电子邮箱"),
        ({"contact": "wang@example.com\nBcc: x@example.com"}, "不能使用的字符"),
    ],
)
def test_a_form_with_a_fault_comes_back_with_it_and_with_what_was_typed(
    office: Office, changes: dict[str, str | None], fault: str
) -> None:
    answer = send(office, place="北门", **changes)
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert fault in shown
    assert "北门" in shown
    assert _count() == 0


def test_a_form_sent_twice_is_one_suggestion(office: Office) -> None:
    once = str(uuid4())
    assert send(office, once=once).location == send(office, once=once).location
    assert _count() == 1


@pytest.mark.parametrize(
    "changes",
    [{"text": "北门的路灯呢？"}, {"contact": "13800000001"}, {"topic": "other"}],
    ids=["text", "contact", "topic"],
)
def test_what_is_changed_after_the_browser_s_back_is_a_suggestion_of_its_own(
    office: Office, changes: dict[str, str]
) -> None:
    once = str(uuid4())
    first, second = send(office, once=once), send(office, once=once, **changes)
    assert second.status_code == 303
    assert second.location != first.location
    assert send(office, once=once).location == first.location, "the first again is still the first"
    assert send(office, once=once, **changes).location == second.location
    assert _count() == 2


def test_a_flood_is_refused_with_a_page_that_says_when_to_try_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(public_forms.LIMITS, PublicForm.SUGGESTION, Limit(client=2, area=100))
    statuses = [send(office).status_code for _ in range(5)]
    assert statuses == [303, 303, 429, 429, 429]
    refused = office.client.post(f"/ask/{COMMUNITY}", data={}, headers={"Accept": "text/html"})
    assert "分钟后再试" in refused.get_data(as_text=True)
    assert int(refused.headers["Retry-After"]) > 0
    assert _count() == 2


def test_a_program_that_fills_the_trap_is_refused(office: Office) -> None:
    assert send(office, website="https://spam.example").status_code == 422
    assert _count() == 0


def test_a_form_from_another_site_is_refused(office: Office) -> None:
    answer = office.client.post(f"/ask/{COMMUNITY}", data={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_form_that_is_too_large_is_refused(office: Office) -> None:
    assert send(office, text="长" * 100_000).status_code == 413


def test_a_community_that_is_not_registered_has_no_form(office: Office) -> None:
    assert send(office, area="110101001001").status_code == 404
    assert office.client.get("/ask/110101001001").status_code == 404


def test_a_resident_who_asks_on_their_own_phone_takes_part(office: Office) -> None:
    with unit_of_work(Actor.system("notices")) as uow:
        known = Resident(id=new_id(), area=COMMUNITY, number="1", name="李秀英", key="k" * 64)
        uow.session.add(known)
        uow.session.flush()
        resident_id = known.id
    office.client.set_cookie("resident_key", "k" * 64)
    assert "李秀英" in page(office, f"/ask/{COMMUNITY}")
    assert asked(office, as_myself="true")["way"] == "own_page"
    assert asked(office)["way"] == "web"
    office.client.delete_cookie("resident_key")
    with reading() as session:
        parts = session.scalars(select(Participation.resident_id).order_by(Participation.id)).all()
    assert parts == [resident_id, None]


def test_the_mailbox_s_code_leads_to_the_form_and_is_printed_on_a_sheet(office: Office) -> None:
    made = office.post("/mailboxes", {"area": COMMUNITY, "place": "3号楼门厅"}, scopes=CLERK).json
    assert "3号楼门厅" in page(office, f"/ask/{made['code'].lower()}")
    sheet = page(office, f"/ask/mailboxes/{made['code']}/sheet")
    assert f"/ask/{made['code']}" in sheet
    assert "<svg" in sheet
    assert asked(office, mailbox=made["id"])["way"] == "mailbox"
    assert office.call("DELETE", f"/mailboxes/{made['id']}", scopes=CLERK).status_code == 204
    assert office.client.get(f"/ask/{made['code']}").status_code == 404


def test_an_asker_rates_the_answer_and_asks_once_more(office: Office) -> None:
    found = asked(office)
    assert office.client.post(f"/suggestions/{found['code']}/rating", data={"rating": 4}).status_code == 409
    answered(office, found)
    assert office.client.post(f"/suggestions/{found['code']}/rating", data={"rating": 6}).status_code == 422
    assert office.client.post(f"/suggestions/{found['code']}/rating", data={"rating": 2}).status_code == 303
    again = {"text": "周三没有修，为什么？"}
    assert office.client.post(f"/suggestions/{found['code']}/reopening", data=again).status_code == 303
    assert office.client.post(f"/suggestions/{found['code']}/reopening", data=again).status_code == 409
    answered(office, found, "周四修好了。")
    assert office.client.post(f"/suggestions/{found['code']}/reopening", data=again).status_code == 409
    own = page(office, f"/suggestions/{found['code']}")
    assert "周三没有修" in own
    assert "周四修好了" in own
    assert "周三没有修" not in page(office, f"/suggestions/{found['id']}"), "what was not looked through"


def test_an_app_without_any_question_shows_an_empty_list(app: Flask, office: Office) -> None:
    assert "还没有公开的提问" in page(office, f"/ask/{COMMUNITY}/answers")
