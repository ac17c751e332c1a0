"""Surveys as residents answer them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import Participation, Survey, SurveyAnswer
from services.notices.workflows.surveys import close_due_surveys
from shared import clock
from shared.auth.actor import Actor
from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.notices.surveys import answer_own, opened, residents, survey, survey_step
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")


def answers() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(SurveyAnswer)) or 0


def test_anyone_answers_a_survey_that_is_open_to_all(office: Office) -> None:
    made = opened(office)
    assert "问卷" in office.client.get(f"/boards/{COMMUNITY}/surveys").get_data(as_text=True)
    sent = office.client.post(f"/surveys/{made['id']}", data={"answers.content": "4", "answers.way": "board"})
    assert sent.status_code == 303
    assert "谢谢" in office.client.get(sent.location).get_data(as_text=True)
    with reading() as session:
        assert session.scalar(select(SurveyAnswer.answers)) == {"content": 4, "way": "board"}
        assert session.scalar(select(Participation.resident_id)) is None


def test_what_is_wrong_stands_beside_the_question_with_what_was_typed(office: Office) -> None:
    made = opened(office)
    sent = office.client.post(f"/surveys/{made['id']}", data={"answers.way": "pigeon", "answers.wish": "安静"})
    page = sent.get_data(as_text=True)
    assert sent.status_code == 422
    assert page.count("aria-invalid") == 2
    assert "请回答这道题" in page
    assert "安静" in page
    assert answers() == 0


@pytest.mark.parametrize("typed", ["9", "0", "-1", "4.5", "１２", "999999999999", "four", "1; DROP TABLE surveys"])
def test_a_number_that_is_none_is_refused(office: Office, typed: str) -> None:
    made = opened(office)
    assert office.client.post(f"/surveys/{made['id']}", data={"answers.content": typed}).status_code == 422
    assert answers() == 0


def test_a_resident_answers_once_by_the_key_of_their_own_page(office: Office) -> None:
    made = opened(office, audience="residents")
    (resident,) = residents(1)
    assert office.client.post(f"/surveys/{made['id']}", data={"answers.content": "4"}).status_code == 409
    assert answer_own(office, made, resident, content=4) == 303
    assert answer_own(office, made, resident, content=1) == 409
    assert answers() == 1
    assert "已经填写过" in office.client.get(f"/r/{resident.key}/surveys/{made['id']}").get_data(as_text=True)


def test_somebody_of_another_community_or_without_a_key_does_not_answer(office: Office) -> None:
    made = opened(office, audience="residents")
    (stranger,) = residents(1, area=OTHER_COMMUNITY)
    assert answer_own(office, made, stranger, content=4) == 404
    assert office.client.post(f"/r/{'x' * 64}/surveys/{made['id']}").status_code == 404


def test_a_link_opens_its_survey_and_its_number_does_not(office: Office) -> None:
    made = opened(office, audience="link")
    assert office.client.get(f"/surveys/{made['id']}").status_code == 404
    assert office.client.get(made["page"]).status_code == 200
    assert office.client.post(made["page"], data={"answers.content": "4"}).status_code == 303
    assert made["title"] not in office.client.get(f"/boards/{COMMUNITY}/surveys").get_data(as_text=True)


def test_drafts_are_unknown_and_closed_surveys_take_no_answers(office: Office) -> None:
    assert office.client.get(f"/surveys/{survey(office)['id']}").status_code == 404
    made = opened(office)
    survey_step(office, made, "close")
    assert office.client.post(f"/surveys/{made['id']}", data={"answers.content": "4"}).status_code == 409
    assert "不足十份" in office.client.get(f"/surveys/{made['id']}").get_data(as_text=True)


def test_the_results_are_public_in_either_language(office: Office) -> None:
    made = opened(office, audience="residents")
    for each in residents(12, kinds=["elderly"]):
        answer_own(office, made, each, content=4, way="phone")
    survey_step(office, made, "close")
    for language, words in (("zh", ("满意吗", "手机", "老年人", "4.00")), ("en", ("Content?", "Phone", "elderly"))):
        page = office.client.get(f"/surveys/{made['id']}?lang={language}").get_data(as_text=True)
        for each in words:
            assert each in page


def test_a_survey_closes_when_its_last_day_is_over(office: Office) -> None:
    made = opened(office, closes_on=str(clock.today()))
    assert close_due_surveys() == 0
    with unit_of_work(Actor.system("notices")) as uow:
        uow.session.execute(update(Survey).values(closes_on=clock.today() - timedelta(days=1)))
    assert close_due_surveys() == 1
    assert office.get(f"/surveys/{made['id']}").json["state"] == "closed"
    assert close_due_surveys() == 0


def test_a_form_filled_by_a_program_or_from_another_site_is_refused(office: Office) -> None:
    made = opened(office)
    trapped = office.client.post(f"/surveys/{made['id']}", data={"answers.content": "4", "website": "http://spam"})
    assert trapped.status_code == 422
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    sent = office.client.post(f"/surveys/{made['id']}", data={"answers.content": "4"}, headers=elsewhere)
    assert sent.status_code == 403
    assert answers() == 0


def test_who_has_opened_their_own_page_here_answers_from_it(office: Office) -> None:
    made = opened(office, audience="residents")
    (resident,) = residents(1)
    (stranger,) = residents(1, area=OTHER_COMMUNITY)
    office.client.set_cookie("resident_key", resident.key)
    shown = office.client.get(f"/surveys/{made['id']}")
    assert (shown.status_code, shown.location) == (303, f"/r/{resident.key}/surveys/{made['id']}")
    office.client.set_cookie("resident_key", stranger.key)
    assert office.client.get(f"/surveys/{made['id']}").status_code == 200
    office.client.delete_cookie("resident_key")
