"""Surveys as residents see them: what can be answered now, the form, and what came of those that are over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from services.notices.domain.public_forms import PublicForm
from services.notices.domain.residents.kinds import ResidentKind
from services.notices.domain.surveys.figures import Tally
from services.notices.domain.surveys.questions import NUMERIC, Choice, Question, QuestionKind
from services.notices.domain.surveys.states import Audience, SurveyState
from services.notices.pages.answers import public
from services.notices.pages.own_key import known_resident
from services.notices.pages.public_forms import Filled, let_in
from services.notices.pages.site import site
from services.notices.store import surveys
from services.notices.store.database import reading
from services.notices.store.tables import Survey
from services.notices.workflows.survey_answers import answer_as_resident, answer_openly
from shared import areas, context
from shared.errors import Conflict, Invalid
from shared.messages import translate

pages = Blueprint("surveys_pages", __name__)

_FIELD = "answers."
_LONGEST_NUMBER = 8


@pages.app_template_filter()
def kind_name(kind: str) -> str:
    """Of a kind of residents; a code that this release does not know stays as it is."""
    return translate(ResidentKind(kind).zh) if kind in set(ResidentKind) else kind


@pages.get("/boards/<string(length=12):code>/surveys")
def index(code: str) -> Response:
    with reading() as session:
        around = site(session, code)
        found = surveys.public_surveys(session, code)
    now = [each for each in found if each.state == SurveyState.OPEN]
    over = [each for each in found if each.state == SurveyState.CLOSED]
    return public(render_template("surveys/index.html", **around, now=now, over=over))


@pages.get("/surveys/<uuid:survey_id>")
def show(survey_id: UUID) -> AnyResponse:
    """The form where anybody may answer, else how to; the results once it is over. Who has opened their own page on
    this phone answers from there."""
    with reading() as session:
        found = surveys.public_survey(session, survey_id)
        resident = known_resident(session)
        if resident and found.state == SurveyState.OPEN and areas.reaches(found.area, resident.area):
            return redirect(url_for("surveys_pages.own", key=resident.key, survey_id=found.id), 303)
        if found.state == SurveyState.CLOSED:
            results = surveys.results_of(session, found)
            around = site(session, found.area)
            bars = [(tally, _bars(tally)) for tally in results.whole.tallies] if results and results.whole else []
            return public(render_template("surveys/results.html", **around, survey=found, results=results, bars=bars))
    if found.audience == Audience.RESIDENTS:
        return public(_form(found, may=False))
    return public(_form(found))


@pages.post("/surveys/<uuid:survey_id>")
def answer(survey_id: UUID) -> AnyResponse:
    with reading() as session:
        found = surveys.public_survey(session, survey_id)
    let_in(PublicForm.SURVEY, found.area)
    return _answered(found, lambda given: answer_openly(found.id, given))


@pages.get("/s/<string:link>")
def linked(link: str) -> Response:
    with reading() as session:
        found = surveys.by_link(session, link)
    return _private(_form(found))


@pages.post("/s/<string:link>")
def answer_linked(link: str) -> AnyResponse:
    with reading() as session:
        found = surveys.by_link(session, link)
    let_in(PublicForm.SURVEY, found.area)
    return _answered(found, lambda given: answer_openly(found.id, given))


@pages.get("/r/<string:key>/surveys/<uuid:survey_id>")
def own(key: str, survey_id: UUID) -> Response:
    """From a resident's own page."""
    with reading() as session:
        found = surveys.public_survey(session, survey_id)
        resident = surveys.resident_by_key(session, key, within_area=found.area)
        done = surveys.has_answered(session, found.id, resident.id)
    return _private(_form(found, done=done))


@pages.post("/r/<string:key>/surveys/<uuid:survey_id>")
def answer_own(key: str, survey_id: UUID) -> AnyResponse:
    with reading() as session:
        found = surveys.public_survey(session, survey_id)
        resident = surveys.resident_by_key(session, key, within_area=found.area)
    let_in(PublicForm.SURVEY, found.area, resident=resident.id)
    return _answered(found, lambda given: answer_as_resident(found.id, key, given))


@pages.app_template_filter()
def in_language(found: Any, name: str = "title") -> str:
    """A text of something in the reader's language, where it has it in that."""
    english = getattr(found, f"{name}_en") if context.current().language == "en" else None
    return str(english or getattr(found, name) or "")


def _answered(found: Survey, keep: Callable[[dict[str, Any]], None]) -> AnyResponse:
    questions = surveys.questions_of(found)
    form = Filled(_given(questions), request.form.to_dict(flat=False))
    try:
        keep(form.values)
    except Invalid as error:
        form.refuse(error)
        return _private(_form(found, form=form), status=422)
    except Conflict as error:
        form.faults[""] = str(error)
        return _private(_form(found, form=form), status=409)
    return redirect(url_for("surveys_pages.thanks", survey_id=found.id), 303)


@pages.get("/surveys/<uuid:survey_id>/thanks")
def thanks(survey_id: UUID) -> Response:
    """Tells nothing of the survey, which may be known by its link alone."""
    return public(render_template("surveys/thanks.html", survey_id=survey_id))


def _given(questions: Sequence[Question]) -> dict[str, Any]:
    return {question.code: _typed(question) for question in questions}


def _typed(question: Question) -> Any:
    values = [value.strip() for value in request.form.getlist(f"{_FIELD}{question.code}") if value.strip()]
    if question.kind is QuestionKind.MULTIPLE:
        return values
    first = values[0] if values else None
    if first and question.kind in NUMERIC and first.lstrip("-").isdecimal() and len(first) <= _LONGEST_NUMBER:
        return int(first)
    return first


def _form(found: Survey, *, form: Filled | None = None, may: bool = True, done: bool = False) -> str:
    with reading() as session:
        around = site(session, found.area)
    shown = {"survey": found, "questions": surveys.questions_of(found), "open": found.state == SurveyState.OPEN}
    return render_template("surveys/form.html", **around, **shown, form=form, may=may, done=done, field=_FIELD)


def _bars(tally: Tally) -> list[tuple[Choice | str, int, str]]:
    """Each choice, or number of the scale, with how many gave it and the width of its bar."""
    question = tally.question
    if question.kind is QuestionKind.SCALE:
        numbers = [str(number) for number in range(question.low, question.high + 1)]
        return [(number, tally.counts[number], _width(tally, number)) for number in numbers]
    return [(choice, tally.counts[choice.code], _width(tally, choice.code)) for choice in question.choices]


def _width(tally: Tally, code: str) -> str:
    return f"{100 * tally.counts[code] / max(tally.answered, 1):.1f}"


def _private(page: str, *, status: int = 200) -> Response:
    """Whose address is a secret, or that holds what somebody typed."""
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
