"""Loading surveys, what was answered, and what may be told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from services.notices.domain.participation import Affair
from services.notices.domain.residents.kinds import ResidentKind, elderly_if_born_by
from services.notices.domain.surveys.figures import Results, results
from services.notices.domain.surveys.questions import Question, read_questions
from services.notices.domain.surveys.states import Audience, SurveyState
from services.notices.store.areas import upwards
from services.notices.store.audiences import living_in
from services.notices.store.tables import Participation, Resident, Survey, SurveyAnswer
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

PUBLIC = Actor(subject="public", area=None)
_AT_A_TIME = 1000
_LISTED = 50


def survey(session: Session, actor: Actor, survey_id: UUID, *, lock: bool = False) -> Survey:
    """Raises NotFound."""
    query = select(Survey).where(Survey.id == survey_id, within(Survey.area, actor))
    return _one(session, query.with_for_update() if lock else query)


def answered(session: Session, survey_id: UUID) -> Survey:
    """A survey that an answer goes to: it cannot be closed before the answer is in, so results that were told do not
    change. Raises NotFound."""
    return _one(session, select(Survey).where(Survey.id == survey_id).with_for_update(read=True))


def by_link(session: Session, link: str) -> Survey:
    """Of a survey that is answered by whoever has its link. Raises NotFound."""
    return _one(session, select(Survey).where(Survey.link == link, Survey.audience == Audience.LINK, _begun()))


def public_survey(session: Session, survey_id: UUID) -> Survey:
    """One that residents may know of. Raises NotFound."""
    seen = Survey.audience.in_([Audience.ALL, Audience.RESIDENTS])
    return _one(session, select(Survey).where(Survey.id == survey_id, seen, _begun()))


def public_surveys(session: Session, area: str) -> Sequence[Survey]:
    """Open ones first, then those that are over, newest first."""
    seen = Survey.audience.in_([Audience.ALL, Audience.RESIDENTS])
    query = select(Survey).where(Survey.area.in_(upwards(area)), seen, _begun())
    return session.scalars(query.order_by(Survey.state.desc(), Survey.opened_at.desc()).limit(_LISTED)).all()


def questions_of(found: Survey) -> tuple[Question, ...]:
    return read_questions(found.questions)


def count(session: Session, survey_id: UUID) -> int:
    """Answers so far, without those that do not count."""
    query = select(func.count()).select_from(SurveyAnswer)
    return session.scalar(query.where(SurveyAnswer.survey_id == survey_id, SurveyAnswer.counted)) or 0


def results_of(session: Session, found: Survey) -> Results | None:
    """None before the closing."""
    if found.state != SurveyState.CLOSED:
        return None
    return results(questions_of(found), _answers(session, found.id))


def answer_lines(session: Session, survey_id: UUID) -> Iterator[SurveyAnswer]:
    """Each answer, by ids that tell nothing of when it came."""
    query = select(SurveyAnswer).where(SurveyAnswer.survey_id == survey_id).order_by(SurveyAnswer.id)
    yield from session.scalars(query.execution_options(yield_per=_AT_A_TIME))


def series(session: Session, area: str, name: str) -> Sequence[Survey]:
    """The closed surveys of an area that asked the same, oldest first."""
    query = select(Survey).where(
        Survey.area == area, Survey.template.startswith(f"{name}.", autoescape=True), Survey.state == SurveyState.CLOSED
    )
    return session.scalars(query.order_by(Survey.closed_at).limit(_LISTED)).all()


def resident_by_key(session: Session, key: str, *, within_area: str) -> Resident:
    """Who has this key and lives within the area. Raises NotFound."""
    found = session.scalar(select(Resident).where(Resident.key == key, living_in(within_area)))
    if found is None:
        raise NotFound("resident_key_unknown", "这个个人链接已失效，请到居委会重新领取。")
    return found


def kinds_of(resident: Resident, today: date) -> list[str]:
    """As answers keep them; whoever is old enough is elderly without a word in the register."""
    old = resident.birth_date is not None and resident.birth_date <= elderly_if_born_by(today)
    return sorted({*resident.kinds, ResidentKind.ELDERLY.value} if old else resident.kinds)


def has_answered(session: Session, survey_id: UUID, resident_id: UUID) -> bool:
    query = select(Participation.id).where(
        Participation.affair == Affair.SURVEY,
        Participation.affair_id == survey_id,
        Participation.resident_id == resident_id,
    )
    return session.scalar(query) is not None


def _answers(session: Session, survey_id: UUID) -> Iterator[tuple[Mapping[str, Any], Sequence[str]]]:
    query = select(SurveyAnswer.answers, SurveyAnswer.kinds)
    counted = query.where(SurveyAnswer.survey_id == survey_id, SurveyAnswer.counted)
    for row in session.execute(counted.execution_options(yield_per=_AT_A_TIME)):
        yield row.answers, row.kinds


def _begun() -> Any:
    return Survey.state.in_([SurveyState.OPEN, SurveyState.CLOSED])


def _one(session: Session, query: Select[Survey]) -> Survey:
    found = session.scalar(query)
    if found is None:
        raise NotFound("survey_not_found", "没有找到这份问卷。")
    return found
