"""Surveys: written by one person, approved by another, opened, closed on their day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.notices.domain.last_day import last_day_fault
from services.notices.domain.surveys.lines import questions_in
from services.notices.domain.surveys.questions import MOST_QUESTIONS, check_questions, read_questions
from services.notices.domain.surveys.states import Audience, SurveyState, SurveyStep, advance, must_be_draft
from services.notices.store import areas, surveys
from services.notices.store.database import unit_of_work
from services.notices.store.survey_templates import template
from services.notices.store.tables import Survey
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import FieldError, Invalid
from shared.ids import new_id
from shared.web.etags import Expected, must_match

_SYSTEM = Actor.system("notices")


_TEXT = (
    "title",
    "title_en",
    "intro",
    "intro_en",
    "audience",
    "template",
    "questions",
    "responsible",
    "closes_on",
)
"""What a survey says and asks: what an editor can change, but for the template that it began with."""


def write_survey(actor: Actor, *, area: str, given: Mapping[str, Any]) -> Survey:
    """A draft of what was given and, for the rest, of the template. Raises Invalid, NotFound for an area out of
    reach."""
    actor.must_reach(area)
    text = _complete(_with_questions(given))
    with unit_of_work(actor) as uow:
        areas.area(uow.session, area)
        made = Survey(
            id=new_id(),
            area=area,
            state=SurveyState.DRAFT,
            version=1,
            writers=[actor.subject],
            created_at=clock.now(),
            **text,
        )
        uow.session.add(made)
        _record(uow, made, "write_survey", after=text)
        return made


def edit_survey(actor: Actor, survey_id: UUID, changes: Mapping[str, Any], *, version: Expected) -> Survey:
    """Whoever edits a draft is one of its writers."""
    with unit_of_work(actor) as uow:
        found = surveys.survey(uow.session, actor, survey_id, lock=True)
        must_match(found.version, version)
        must_be_draft(SurveyState(found.state))
        before = {name: getattr(found, name) for name in _TEXT}
        changes = _with_questions(changes)
        text = _complete({**before, "template": None, **changes})
        for name in changes:
            setattr(found, name, text[name])
        if "questions" in changes:
            found.template = None  # it no longer asks what the others of its series do
        found.add_writer(actor.subject)
        found.version += 1
        _record(uow, found, "edit_survey", before=before, after=changes)
        return found


def take_survey_step(actor: Actor, survey_id: UUID, step: SurveyStep, *, version: Expected | None = None) -> Survey:
    """Raises Conflict with what is missing. With `version` only what was read is approved."""
    actor.must_have("notices:write" if step is SurveyStep.WITHDRAW else "notices:approve")
    with unit_of_work(actor) as uow:
        found = surveys.survey(uow.session, actor, survey_id, lock=True)
        must_match(found.version, version)
        _step(uow, found, step)
        return found


def close_due_surveys() -> int:
    """Those whose last day is over."""
    with unit_of_work(_SYSTEM) as uow:
        due = select(Survey).where(Survey.state == SurveyState.OPEN, Survey.closes_on < clock.today())
        found = uow.session.scalars(due.with_for_update(skip_locked=True)).all()
        for each in found:
            _step(uow, each, SurveyStep.CLOSE)
        return len(found)


def _step(uow: UnitOfWork, found: Survey, step: SurveyStep) -> None:
    before = SurveyState(found.state)
    found.state = advance(
        before,
        step,
        actor=uow.actor.subject,
        writers=found.writers,
        closes_on=found.closes_on,
        today=clock.today(),
    )
    found.version += 1
    if step is SurveyStep.APPROVE:
        found.approver = uow.actor.subject
    elif step is SurveyStep.OPEN:
        found.opened_at = clock.now()
    elif step is SurveyStep.CLOSE:
        found.closed_at = clock.now()
    _record(uow, found, f"{step.value}_survey", before={"state": before}, after={"state": found.state})


def _with_questions(given: Mapping[str, Any]) -> dict[str, Any]:
    """Those typed as lines in the place of the others. Raises Invalid for more lines than a survey may have."""
    lines = given.get("lines")
    questions = questions_in(lines) if lines else None
    if questions and len(questions) > MOST_QUESTIONS:
        fault = FieldError("lines", "questions_too_many", "最多{most}道题。", {"most": MOST_QUESTIONS})
        raise Invalid("survey_invalid", "问卷有误，请按提示修改。", fields=[fault])
    kept = {name: value for name, value in given.items() if name != "lines"}
    return kept | ({"questions": questions} if questions else {})


def _complete(given: Mapping[str, Any]) -> dict[str, Any]:
    """Raises Invalid for what is missing or cannot be asked."""
    name = given.get("template")
    own = {field: value for field, value in given.items() if value is not None}
    source: Mapping[str, Any] = {**(template(name) if name else {}), **own}
    faults = [
        FieldError(field, "missing", "请填写这一项，或者选一个模板。")
        for field in ("title", "audience", "questions")
        if not source.get(field)
    ]
    questions = read_questions(source.get("questions") or ())
    if any(question.gap for question in questions) and not source.get("responsible"):
        faults.append(FieldError("responsible", "responsible_missing", "有不足标准的题目时，须写明由谁负责整改。"))
    faults += last_day_fault(source.get("closes_on"), clock.today())
    if faults:
        raise Invalid("survey_invalid", "问卷有误，请按提示修改。", fields=faults)
    audience = Audience(source["audience"])
    check_questions(questions, photos=audience is Audience.INTERVIEWERS)
    kept = {"audience": audience, "template": None if "questions" in own else name}
    return {name: source.get(name) for name in _TEXT} | kept


def _record(uow: UnitOfWork, found: Survey, action: str, **states: Any) -> None:
    uow.record(action, subject=f"surveys/{found.id}", area=found.area, **states)
