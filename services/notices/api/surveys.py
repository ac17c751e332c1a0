"""Surveys: written or taken from a template, approved, opened, closed; their results, and series of them (R15)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.notices.api.survey_schemas import (
    AnswerPageArguments,
    NewSurveySchema,
    QuestionSchema,
    ResultsSchema,
    SeriesSchema,
    SurveyAnswerSchema,
    SurveyChangesSchema,
    SurveySchema,
    SurveyStepSchema,
    shown_results,
    shown_series,
)
from services.notices.domain.surveys.states import Audience, SurveyState
from services.notices.store import survey_files, survey_templates, surveys
from services.notices.store.database import reading
from services.notices.store.tables import Survey, SurveyAnswer
from services.notices.workflows import surveys as workflows
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version, version_if_given
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of
from shared.web.table_files import FORMATS, table_file

routes = Blueprint("surveys", authentication="bearer", url_prefix="/api/v1", description="Surveys (R15, R82)")

_FILE = {"type": "string", "format": "binary"}


class SurveyTemplateSchema(Schema):
    name = fields.String(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True)
    audience = fields.String(required=True)
    questions = fields.List(fields.Nested(QuestionSchema), required=True)


class SurveyTemplatesSchema(Schema):
    items = fields.List(fields.Nested(SurveyTemplateSchema), required=True)


class SurveyFilters(PageArguments):
    area = AreaCodeField()
    state = fields.Enum(SurveyState, by_value=True)
    audience = fields.Enum(Audience, by_value=True)


class SeriesArguments(ApiSchema):
    area = AreaCodeField(required=True)


class SurveyFileArguments(ApiSchema):
    format = fields.String(validate=validate.OneOf(list(FORMATS)), load_default="xlsx")


@routes.route("/survey-templates", methods=["GET"])
@requires("notices:read")
@routes.response(200, SurveyTemplatesSchema)
def list_templates() -> dict[str, Any]:
    """Ready-made surveys"""
    return {"items": [{"name": name, **survey_templates.template(name)} for name in survey_templates.names()]}


@routes.route("/surveys", methods=["POST"])
@requires("notices:write")
@routes.arguments(NewSurveySchema)
@routes.response(201, SurveySchema)
def write(command: dict[str, Any]) -> tuple[Survey, int, dict[str, str]]:
    """Write a draft: a template fills in what is not given"""
    made = workflows.write_survey(current_actor(), area=command.pop("area"), given=command)
    return made, 201, {"Location": f"/api/v1/surveys/{made.id}", **etag(made.version)}


@routes.route("/surveys", methods=["GET"])
@requires("notices:read")
@routes.arguments(SurveyFilters, location="query")
@routes.response(200, page_of(SurveySchema))
def list_surveys(filters: dict[str, Any]) -> Page:
    """Surveys within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Survey).where(within(Survey.area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=Survey.id, parse=UUID, newest_first=True, **page)


@routes.route("/surveys/<uuid:survey_id>", methods=["GET"])
@requires("notices:read")
@routes.response(200, SurveySchema)
def show(survey_id: UUID) -> tuple[Survey, int, dict[str, str]]:
    """One survey with its questions"""
    with reading() as session:
        found = surveys.survey(session, current_actor(), survey_id)
    return found, 200, etag(found.version)


@routes.route("/surveys/<uuid:survey_id>", methods=["PATCH"])
@requires("notices:write")
@routes.arguments(SurveyChangesSchema)
@routes.response(200, SurveySchema)
def edit(changes: dict[str, Any], survey_id: UUID) -> tuple[Survey, int, dict[str, str]]:
    """Edit a draft (If-Match); once approved its questions are fixed"""
    edited = workflows.edit_survey(current_actor(), survey_id, changes, version=expected_version())
    return edited, 200, etag(edited.version)


@routes.route("/surveys/<uuid:survey_id>/steps", methods=["POST"])
@requires("notices:read")
@routes.arguments(SurveyStepSchema)
@routes.response(200, SurveySchema)
def take(command: dict[str, Any], survey_id: UUID) -> tuple[Survey, int, dict[str, str]]:
    """Approve, open, close (notices:approve) or withdraw (notices:write); with If-Match only what was read"""
    taken = workflows.take_survey_step(current_actor(), survey_id, command["step"], version=version_if_given())
    return taken, 200, etag(taken.version)


@routes.route("/surveys/<uuid:survey_id>/results", methods=["GET"])
@requires("notices:read")
@routes.response(200, ResultsSchema)
def show_results(survey_id: UUID) -> dict[str, Any]:
    """How often what was answered, once the survey is over; no group of fewer than ten"""
    with reading() as session:
        found = surveys.survey(session, current_actor(), survey_id)
        return shown_results(surveys.count(session, found.id), surveys.results_of(session, found))


@routes.route("/surveys/<uuid:survey_id>/results/file", methods=["GET"])
@requires("notices:read")
@routes.arguments(SurveyFileArguments, location="query")
@routes.response(200, _FILE, content_type=FORMATS["xlsx"])
@routes.alt_response(200, schema=_FILE, content_type=FORMATS["csv"], success=True)
def results_file(arguments: dict[str, Any], survey_id: UUID) -> Response:
    """The results as a table"""
    with reading() as session:
        found = surveys.survey(session, current_actor(), survey_id)
        told = surveys.results_of(session, found)
    rows = survey_files.result_rows(told)
    return table_file(arguments["format"], f"survey-{found.id}", found.title, survey_files.RESULT_HEADER, rows)


@routes.route("/surveys/<uuid:survey_id>/answers", methods=["GET"])
@requires("notices:residents:read")
@routes.arguments(AnswerPageArguments, location="query")
@routes.response(200, page_of(SurveyAnswerSchema))
def list_answers(page: dict[str, Any], survey_id: UUID) -> Page:
    """Single answers, in no order that tells when they came"""
    with reading() as session:
        found = surveys.survey(session, current_actor(), survey_id)
        query = select(SurveyAnswer).where(SurveyAnswer.survey_id == found.id)
        return paginate(session, query, key=SurveyAnswer.id, parse=UUID, **page)


@routes.route("/surveys/<uuid:survey_id>/answers/file", methods=["GET"])
@requires("notices:residents:read")
@routes.arguments(SurveyFileArguments, location="query")
@routes.response(200, _FILE, content_type=FORMATS["xlsx"])
@routes.alt_response(200, schema=_FILE, content_type=FORMATS["csv"], success=True)
def answers_file(arguments: dict[str, Any], survey_id: UUID) -> Response:
    """Single answers as a table, a column for each question"""
    with reading() as session:
        found = surveys.survey(session, current_actor(), survey_id)
        questions = surveys.questions_of(found)
        header = survey_files.answer_header(questions)
        rows = survey_files.answer_rows(questions, surveys.answer_lines(session, found.id))
        return table_file(arguments["format"], f"answers-{found.id}", found.title, header, rows)


@routes.route("/survey-series/<string:name>", methods=["GET"])
@requires("notices:read")
@routes.arguments(SeriesArguments, location="query")
@routes.response(200, SeriesSchema)
def show_series(arguments: dict[str, Any], name: str) -> dict[str, Any]:
    """An area's closed surveys from one template (such as `belonging`), oldest first, with each scale's mean"""
    current_actor().must_reach(arguments["area"])
    with reading() as session:
        found = surveys.series(session, arguments["area"], name)
        return shown_series(name, [(each, surveys.results_of(session, each)) for each in found])
