"""Answers to surveys by residents themselves: by the key of their own page once, or without saying who they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from services.notices.domain.participation import Affair
from services.notices.domain.surveys.answers import check_answers, score
from services.notices.domain.surveys.states import Audience, SurveyState, must_be_open
from services.notices.store import surveys
from services.notices.store.database import unit_of_work
from services.notices.store.participations import record_participation
from services.notices.store.tables import Survey, SurveyAnswer
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict

_PUBLIC = Actor.system("notices")


def answer_openly(survey_id: UUID, given: Mapping[str, Any]) -> None:
    """By anybody, where the survey is open to all or its link was given. Raises Conflict and Invalid."""
    with unit_of_work(_PUBLIC) as uow:
        found = surveys.answered(uow.session, survey_id)
        if found.audience not in {Audience.ALL, Audience.LINK}:
            raise Conflict("survey_by_key", "这份问卷请从您的个人页面打开填写。")
        _keep(uow, found, given, kinds=())
        record_participation(uow, area=found.area, resident_id=None, affair=Affair.SURVEY, affair_id=found.id)


def answer_as_resident(survey_id: UUID, key: str, given: Mapping[str, Any]) -> None:
    """Once for each resident. That they answered is kept, and what was answered, but not the one with the other."""
    with unit_of_work(_PUBLIC) as uow:
        found = surveys.answered(uow.session, survey_id)
        if found.audience not in {Audience.ALL, Audience.RESIDENTS}:
            raise Conflict("survey_not_by_key", "这份问卷不从个人页面填写。")
        resident = surveys.resident_by_key(uow.session, key, within_area=found.area)
        _keep(uow, found, given, kinds=surveys.kinds_of(resident, clock.today()))
        if not record_participation(
            uow, area=resident.area, resident_id=resident.id, affair=Affair.SURVEY, affair_id=found.id
        ):
            raise Conflict("answered_already", "您已经填写过这份问卷，每人只填一次。")


def _keep(uow: UnitOfWork, found: Survey, given: Mapping[str, Any], *, kinds: Sequence[str]) -> None:
    must_be_open(SurveyState(found.state))
    questions = surveys.questions_of(found)
    answers = check_answers(questions, given)
    made = SurveyAnswer(
        id=uuid4(),  # not one that tells the time: with the participation's time it would say who answered this
        survey_id=found.id,
        area=found.area,
        answers=answers,
        kinds=list(kinds),
        score=score(questions, answers),
        on=clock.today(),
    )
    uow.session.add(made)
