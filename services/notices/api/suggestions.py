"""Suggestions, questions and complaints: typed from paper, looked through, answered in public."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest.fields import Upload
from marshmallow import Schema, fields
from sqlalchemy import select

from services.notices.domain.suggestions.privacy import covered, personal_data
from services.notices.domain.suggestions.words import Publication, SuggestionKind, SuggestionState, Topic, Way
from services.notices.store import suggestion_figures, suggestions
from services.notices.store.database import reading
from services.notices.store.tables import Suggestion
from services.notices.workflows.suggestions import answering
from services.notices.workflows.suggestions.receiving import Letter, keep_scan, receive
from shared import clock
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.files import file_response
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint(
    "suggestions", authentication="bearer", url_prefix="/api/v1/suggestions", description="Suggestions and questions"
)

_LETTER = 2000  # characters: two handwritten pages


_WORKED_OUT = ("late", "proposed_text")


def _late(found: Any) -> bool:
    return bool(found.state == SuggestionState.WAITING and found.due_on < clock.today())


class PaperSuggestionSchema(ApiSchema):
    area = AreaCodeField(required=True)
    kind = fields.Enum(SuggestionKind, by_value=True, required=True)
    topic = fields.Enum(Topic, by_value=True, required=True)
    place = text(most=100, required=False)
    name = text(most=40, required=False)
    text = text(most=_LETTER)


class ScanSchema(ApiSchema):
    file = Upload(required=True, metadata={"description": "JPEG, PNG or PDF"})


class PublicTextSchema(ApiSchema):
    title = text(most=80)
    text = text(most=_LETTER)


class ReasonSchema(ApiSchema):
    reason = text(most=500, metadata={"description": "told to the asker"})


class HandingOnSchema(ApiSchema):
    kind = fields.Enum(SuggestionKind, by_value=True, required=True)
    topic = fields.Enum(Topic, by_value=True, required=True)
    answerer = text(most=80, required=False, load_default=None)


class SuggestionAnswerSchema(ApiSchema):
    answer = text(most=5000)
    answer_en = text(most=5000, required=False, load_default=None, allow_none=True)


class RoundSchema(Schema):
    number = fields.Integer(required=True)
    asked = fields.String(required=True, allow_none=True)
    asked_at = fields.AwareDateTime(required=True)
    due_on = fields.Date(required=True)
    escalated_at = fields.AwareDateTime(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    answer_en = fields.String(required=True, allow_none=True)
    answered_by = fields.String(required=True, allow_none=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)
    answered_late = fields.Boolean(required=True, allow_none=True)
    rating = fields.Integer(required=True, allow_none=True)
    comment = fields.String(required=True, allow_none=True)


class SuggestionSchema(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    area = fields.String(required=True)
    handler_area = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "the asker's receipt"})
    kind = fields.String(required=True)
    topic = fields.String(required=True)
    way = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    channel = fields.String(required=True, allow_none=True)
    address = fields.String(required=True, allow_none=True)
    text = fields.String(required=True)
    place = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    answerer = fields.String(required=True)
    due_on = fields.Date(required=True)
    publication = fields.String(required=True)
    public_title = fields.String(required=True, allow_none=True)
    public_text = fields.String(required=True, allow_none=True)
    private_reason = fields.String(required=True, allow_none=True)
    received_at = fields.AwareDateTime(required=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)
    late = fields.Function(_late, metadata={"type": "boolean", "description": "day missed"})
    proposed_text = fields.Function(
        lambda found: found.public_text or covered(found.text),
        metadata={"type": "string", "description": "the text with personal data that a rule can find covered"},
    )


class WholeSuggestionSchema(SuggestionSchema):
    rounds = fields.List(fields.Nested(RoundSchema), required=True)
    personal_data = fields.List(fields.String(), required=True, metadata={"description": "kinds found in the text"})


class SuggestionFilters(PageArguments):
    area = AreaCodeField()
    state = fields.Enum(SuggestionState, by_value=True)
    publication = fields.Enum(Publication, by_value=True)
    topic = fields.Enum(Topic, by_value=True)


class FigureArguments(ApiSchema):
    area = AreaCodeField(required=True)


class SuggestionFiguresSchema(Schema):
    received = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    late = fields.Integer(required=True, metadata={"description": "rounds whose day passed without an answer"})
    dismissed = fields.Integer(required=True)
    reopened = fields.Integer(required=True)
    answered_share = fields.Integer(required=True, allow_none=True)
    median_days = fields.Float(required=True, allow_none=True)
    rating = fields.Float(required=True, allow_none=True, metadata={"description": "null below ten ratings"})


@routes.route("", methods=["POST"])
@requires("notices:answer")
@routes.arguments(PaperSuggestionSchema)
@routes.response(201, SuggestionSchema)
def type_in(command: dict[str, Any]) -> tuple[Suggestion, int, dict[str, str]]:
    """Type in what came on paper"""
    made = receive(current_actor(), Letter(way=Way.PAPER, **command))
    return made, 201, {"Location": f"/api/v1/suggestions/{made.id}", **etag(made.version)}


@routes.route("", methods=["GET"])
@requires("notices:residents:read")
@routes.arguments(SuggestionFilters, location="query")
@routes.response(200, page_of(SuggestionSchema))
def list_suggestions(filters: dict[str, Any]) -> Page:
    """Those that one's own people answer, by the day on which the answer is due"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Suggestion).where(within(Suggestion.handler_area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=Suggestion.due_order, parse=str, **page)


@routes.route("/figures", methods=["GET"])
@requires("notices:read")
@routes.arguments(FigureArguments, location="query")
@routes.response(200, SuggestionFiguresSchema)
def figures(arguments: dict[str, Any]) -> suggestion_figures.SuggestionFigures:
    """Answered share and median days of an area with all below it"""
    current_actor().must_reach(arguments["area"])
    with reading() as session:
        return suggestion_figures.figures(session, arguments["area"])


@routes.route("/<uuid:suggestion_id>", methods=["GET"])
@requires("notices:residents:read")
@routes.response(200, WholeSuggestionSchema)
def show(suggestion_id: UUID) -> tuple[SimpleNamespace, int, dict[str, str]]:
    """One suggestion with its rounds, and a proposal for its public text"""
    with reading() as session:
        found = suggestions.suggestion(session, current_actor(), suggestion_id)
        rounds = suggestions.rounds(session, suggestion_id)
    shown = {name: getattr(found, name) for name in SuggestionSchema().fields if name not in _WORKED_OUT}
    return SimpleNamespace(**shown, rounds=rounds, personal_data=personal_data(found.text)), 200, etag(found.version)


@routes.route("/<uuid:suggestion_id>/scan", methods=["PUT"])
@requires("notices:answer")
@routes.arguments(ScanSchema, location="files")
@routes.response(204)
def put_scan(files: dict[str, Any], suggestion_id: UUID) -> None:
    """Keep the scan of the sheet of paper"""
    keep_scan(current_actor(), suggestion_id, files["file"].read())


@routes.route("/<uuid:suggestion_id>/scan", methods=["GET"])
@requires("notices:residents:read")
@routes.response(200, {"type": "string", "format": "binary"})
def show_scan(suggestion_id: UUID) -> Response:
    """The scan of the sheet of paper"""
    with reading() as session:
        suggestions.suggestion(session, current_actor(), suggestion_id)
        found = suggestions.scan(session, suggestion_id)
    return file_response(found.content, kind=found.kind, sha256=found.sha256)


@routes.route("/<uuid:suggestion_id>/public-text", methods=["PUT"])
@requires("notices:answer")
@routes.arguments(PublicTextSchema)
@routes.response(200, SuggestionSchema)
def make_public(command: dict[str, Any], suggestion_id: UUID) -> tuple[Suggestion, int, dict[str, str]]:
    """Show it to everybody, in a text without personal data"""
    done = answering.make_public(current_actor(), suggestion_id, **command, version=expected_version())
    return done, 200, etag(done.version)


@routes.route("/<uuid:suggestion_id>/privacy", methods=["PUT"])
@requires("notices:answer")
@routes.arguments(ReasonSchema)
@routes.response(200, SuggestionSchema)
def keep_private(command: dict[str, Any], suggestion_id: UUID) -> tuple[Suggestion, int, dict[str, str]]:
    """Keep it between the asker and those who answer"""
    done = answering.keep_private(current_actor(), suggestion_id, **command, version=expected_version())
    return done, 200, etag(done.version)


@routes.route("/<uuid:suggestion_id>/topic", methods=["PUT"])
@requires("notices:answer")
@routes.arguments(HandingOnSchema)
@routes.response(200, SuggestionSchema)
def hand_on(command: dict[str, Any], suggestion_id: UUID) -> tuple[Suggestion, int, dict[str, str]]:
    """Hand it on to who answers for what it is about"""
    done = answering.hand_on(current_actor(), suggestion_id, **command, version=expected_version())
    return done, 200, etag(done.version)


@routes.route("/<uuid:suggestion_id>/dismissal", methods=["PUT"])
@requires("notices:answer")
@routes.arguments(ReasonSchema)
@routes.response(200, SuggestionSchema)
def dismiss(command: dict[str, Any], suggestion_id: UUID) -> tuple[Suggestion, int, dict[str, str]]:
    """Dismiss what is no suggestion at all"""
    done = answering.dismiss(current_actor(), suggestion_id, **command, version=expected_version())
    return done, 200, etag(done.version)


@routes.route("/<uuid:suggestion_id>/answer", methods=["PUT"])
@requires("notices:answer")
@routes.arguments(SuggestionAnswerSchema)
@routes.response(200, SuggestionSchema)
def answer(command: dict[str, Any], suggestion_id: UUID) -> tuple[Suggestion, int, dict[str, str]]:
    """Answer; public where the question is"""
    done = answering.answer(current_actor(), suggestion_id, **command, version=expected_version())
    return done, 200, etag(done.version)
