"""What happens at the same moment: one resident on two phones, a visit that is sent twice, an answer at the closing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from services.notices.domain.surveys.sampling import Outcome
from services.notices.domain.surveys.states import SurveyStep
from services.notices.store.database import reading
from services.notices.store.tables import Interview, SurveyAnswer
from services.notices.workflows.interviews import NewVisit, keep_visit
from services.notices.workflows.survey_answers import answer_as_resident, answer_openly
from services.notices.workflows.surveys import take_survey_step
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Conflict
from tests.conftest import DISTRICT
from tests.notices.api.test_interviews import interviewer, interviews
from tests.notices.surveys import opened, residents
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

TIMES = 6


def at_once(does: Callable[[], Any]) -> list[Any]:
    """What each of several got, or how it was refused."""

    def one(_: int) -> Any:
        try:
            return does()
        except Conflict as refusal:
            return refusal.code

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(one, range(TIMES)))


def count(table: type) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_resident_on_several_phones_answers_once(office: Office) -> None:
    made = opened(office, audience="residents")
    (resident,) = residents(1)
    got = at_once(lambda: answer_as_resident(UUID(made["id"]), resident.key, {"content": 4}))
    assert sorted(map(str, got)) == ["None", *["answered_already"] * (TIMES - 1)]
    assert count(SurveyAnswer) == 1


def test_a_visit_that_is_sent_several_times_at_once_counts_once(office: Office) -> None:
    made = interviews(office, template="board_and_mailbox.v1", responsible="主任")
    key = interviewer(office, made)["page"].split("/")[2]
    visit = NewVisit(uuid4(), Outcome.NOT_MET, consent=False, visited_at=clock.now(), answers={})
    assert sorted(at_once(lambda: keep_visit(key, visit))) == [*[False] * (TIMES - 1), True]
    assert count(Interview) == 1


def test_no_answer_comes_in_after_the_closing(office: Office) -> None:
    made = opened(office)
    survey = UUID(made["id"])
    closer = Actor("approver", DISTRICT, frozenset({"notices:approve"}))
    with ThreadPoolExecutor(TIMES) as pool:
        answers = [pool.submit(answer_openly, survey, {"content": 4}) for _ in range(TIMES)]
        pool.submit(take_survey_step, closer, survey, SurveyStep.CLOSE).result()
    taken = sum(each.exception() is None for each in answers)
    assert {each.exception().code for each in answers if each.exception()} <= {"survey_not_open"}
    assert count(SurveyAnswer) == taken
    with pytest.raises(Conflict):
        answer_openly(survey, {"content": 4})
