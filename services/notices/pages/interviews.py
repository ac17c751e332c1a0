"""The interviewer's page: visits and inspections, with a network or without one.

Its script keeps each visit on the device until the server has it; what is sent twice counts once. A service worker
keeps the page itself with whom to see, so that it opens at a door without a network; browsers allow one on https or on
localhost only.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from services.notices.domain.surveys.questions import QuestionKind
from services.notices.domain.surveys.sampling import Outcome
from services.notices.domain.surveys.states import SurveyState
from services.notices.store import interviews, surveys
from services.notices.store.database import reading
from services.notices.store.surveys import PUBLIC
from services.notices.workflows.interviews import NewPhoto, NewVisit, keep_photo, keep_visit
from shared.errors import FieldError, Invalid
from shared.web.other_sites import refuse_other_sites
from shared.web.requests import allow_scripts
from shared.web.schemas import ApiSchema

pages = Blueprint("interviews_pages", __name__, static_folder="static", static_url_path="/static/interviews")

_PAGE = "/interviews/<string(length=64):key>/"
_MOST_BYTES = 256 * 1024  # of a visit, which has no photos in it
_NOTES = 4000


class VisitSchema(ApiSchema):
    id = fields.UUID(required=True)
    outcome = fields.Enum(Outcome, by_value=True, required=True)
    consent = fields.Boolean(required=True)
    visited_at = fields.AwareDateTime(required=True)
    answers = fields.Dict(keys=fields.String(), load_default=dict)
    notes = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=_NOTES))
    stratum = fields.String(load_default=None, allow_none=True)
    place = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(1, 10_000))


class PhotoSchema(ApiSchema):
    id = fields.UUID(required=True)
    interview_id = fields.UUID(required=True)
    visit = fields.Boolean(required=True)


@pages.get(_PAGE)
def show(key: str) -> Response:
    with reading() as session:
        who = interviews.by_key(session, key)
        found = surveys.survey(session, PUBLIC, who.survey_id)
        questions = surveys.questions_of(found)
        turns = interviews.to_visit(session, found.id)
        page = render_template(
            "interviews/show.html",
            who=who,
            survey=found,
            questions=questions,
            turns=turns,
            sampled=interviews.is_sampled(session, found.id),
            sent=interviews.count_by(session, who.id),
            open=found.state == SurveyState.OPEN and who.ended_at is None,
            asks_consent=found.responsible is None,
            outcomes=list(Outcome),
            start=_start(who.id, questions),
        )
    return _private(allow_scripts(make_response(page)))


@pages.get(f"{_PAGE}worker.js")
def worker(key: str) -> Response:  # noqa: ARG001 - its address is its scope
    """From the page's own folder: a service worker has power over what lies below it, and over nothing else."""
    answer = pages.send_static_file("interview-worker.js")
    answer.mimetype = "text/javascript"
    return allow_scripts(answer)


@pages.post(f"{_PAGE}photos")
def photo(key: str) -> Response:
    refuse_other_sites()
    named = _read(PhotoSchema, request.form.to_dict())
    file = request.files.get("file")
    if file is None:
        raise _refused({"file": "missing"})
    keep_photo(key, NewPhoto(**named, content=file.read()))
    return jsonify({})


@pages.post(f"{_PAGE}visits")
def visit(key: str) -> Response:
    refuse_other_sites()
    request.max_content_length = _MOST_BYTES
    return jsonify({"new": keep_visit(key, NewVisit(**_read(VisitSchema, request.get_json(force=True))))})


def _read(schema: type[Schema], source: Any) -> dict[str, Any]:
    try:
        found: dict[str, Any] = schema(unknown=EXCLUDE).load(source if isinstance(source, dict) else {})
    except ValidationError as error:
        raise _refused(cast("dict[str, Any]", error.messages)) from error
    return found


def _refused(faults: dict[str, Any]) -> Invalid:
    fields_ = [FieldError(name, "invalid", "这一项有误。") for name in faults]
    return Invalid("visit_invalid", "访问记录有误，请按提示修改。", fields=fields_)


def _start(interviewer_id: UUID, questions: Any) -> dict[str, Any]:
    """What the script has to know."""
    photos = QuestionKind.PHOTO
    asked = [{"code": each.code, "kind": each.kind.value, "required": each.required} for each in questions]
    return {"id": str(interviewer_id), "questions": asked, "photos": [q["code"] for q in asked if q["kind"] == photos]}


def _private(answer: Response) -> Response:
    """The address is a secret; the device keeps the page by its service worker."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
