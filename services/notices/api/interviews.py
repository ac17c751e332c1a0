"""Interviews: interviewers and their links, the sample with its coverage, what was sent (R84, R85)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.notices.domain.residents.kinds import ResidentKind
from services.notices.domain.surveys.sampling import Outcome, Stratum
from services.notices.store import interviews, surveys
from services.notices.store.database import reading
from services.notices.store.tables import Interview, Interviewer, Resident, SampledResident, SurveySample
from services.notices.workflows import interviews as workflows
from shared.errors import NotFound
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.files import file_response
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, PageArguments, page_of, text

routes = Blueprint("interviews", authentication="bearer", url_prefix="/api/v1", description="Interviews (R84, R85)")

_KINDS = [kind.value for kind in ResidentKind]


class NewInterviewerSchema(ApiSchema):
    name = text(most=80)


class InterviewerSchema(Schema):
    id = fields.UUID(required=True)
    survey_id = fields.UUID(required=True)
    name = fields.String(required=True)
    page = fields.Function(
        lambda found: f"/interviews/{found.key}/",
        required=True,
        metadata={"type": "string", "description": "theirs alone: whoever has it can send"},
    )
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


class StratumSchema(ApiSchema):
    kind = fields.String(required=True, validate=validate.OneOf(_KINDS))
    wanted = fields.Integer(required=True, strict=True, validate=validate.Range(1, 1000))


class NewSampleSchema(ApiSchema):
    strata = fields.List(fields.Nested(StratumSchema), required=True, validate=validate.Length(1, len(_KINDS)))
    seed = fields.String(
        load_default=None,
        validate=validate.Regexp(r"[0-9A-Za-z]{1,64}\Z"),
        metadata={"description": "one that was drawn in public; else the service draws it"},
    )


class CoverageSchema(Schema):
    kind = fields.String(required=True)
    wanted = fields.Integer(required=True)
    drawn = fields.Integer(required=True)
    met = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    not_met = fields.Integer(required=True)
    missing = fields.Integer(required=True)


class SampleSchema(Schema):
    seed = fields.String(required=True)
    residents = fields.Integer(required=True, metadata={"description": "in the register on the day of the draw"})
    drawn_by = fields.String(required=True)
    drawn_at = fields.AwareDateTime(required=True)
    items = fields.List(fields.Nested(CoverageSchema), required=True)


class SampledResidentSchema(Schema):
    resident_id = fields.UUID(required=True)
    stratum = fields.String(required=True)
    place = fields.Integer(required=True)
    name = fields.String(required=True)
    building = fields.String(required=True, allow_none=True)
    door = fields.String(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)


class SurveyPhotoSchema(Schema):
    id = fields.UUID(required=True)
    visit = fields.Boolean(required=True)
    sha256 = fields.String(required=True)


class InterviewSchema(Schema):
    id = fields.UUID(required=True, metadata={"description": "of its answers as well"})
    interviewer_id = fields.UUID(required=True)
    stratum = fields.String(required=True, allow_none=True)
    place = fields.Integer(required=True, allow_none=True)
    outcome = fields.String(required=True)
    consent = fields.Boolean(required=True)
    notes = fields.String(required=True, allow_none=True)
    visited_at = fields.AwareDateTime(required=True)
    received_at = fields.AwareDateTime(required=True)
    photos = fields.List(fields.Nested(SurveyPhotoSchema), required=True)


class InterviewFilters(PageArguments):
    outcome = fields.Enum(Outcome, by_value=True)


@routes.route("/surveys/<uuid:survey_id>/interviewers", methods=["POST"])
@requires("notices:answer")
@routes.arguments(NewInterviewerSchema)
@routes.response(201, InterviewerSchema)
def add(command: dict[str, Any], survey_id: UUID) -> Interviewer:
    """Add an interviewer; the answer has the address of their page"""
    return workflows.add_interviewer(current_actor(), survey_id, **command)


@routes.route("/surveys/<uuid:survey_id>/interviewers", methods=["GET"])
@requires("notices:residents:read")
@routes.arguments(PageArguments, location="query")
@routes.response(200, page_of(InterviewerSchema))
def list_interviewers(page: dict[str, Any], survey_id: UUID) -> Page:
    """Interviewers, and their pages"""
    with reading() as session:
        found = surveys.survey(session, current_actor(), survey_id)
        query = select(Interviewer).where(Interviewer.survey_id == found.id)
        return paginate(session, query, key=Interviewer.id, parse=UUID, **page)


@routes.route("/interviewers/<uuid:interviewer_id>/end", methods=["POST"])
@requires("notices:answer")
@routes.response(200, InterviewerSchema)
def end(interviewer_id: UUID) -> Interviewer:
    """End an interviewer's work; what was done before may still be sent"""
    return workflows.end_interviewer(current_actor(), interviewer_id)


@routes.route("/surveys/<uuid:survey_id>/sample", methods=["POST"])
@requires("notices:answer")
@routes.arguments(NewSampleSchema)
@routes.response(201, SampleSchema)
def draw(command: dict[str, Any], survey_id: UUID) -> dict[str, Any]:
    """Draw the residents to see, once: seed and register give the same draw again"""
    strata = [Stratum(**each) for each in command["strata"]]
    workflows.draw_sample(current_actor(), survey_id, strata, seed=command["seed"])
    return _sample(survey_id)


@routes.route("/surveys/<uuid:survey_id>/sample", methods=["GET"])
@requires("notices:read")
@routes.response(200, SampleSchema)
def show_sample(survey_id: UUID) -> dict[str, Any]:
    """The sample's seed, and how far each stratum is"""
    return _sample(survey_id)


@routes.route("/surveys/<uuid:survey_id>/sample/residents", methods=["GET"])
@requires("notices:residents:read")
@routes.arguments(PageArguments, location="query")
@routes.response(200, page_of(SampledResidentSchema))
def list_sampled(page: dict[str, Any], survey_id: UUID) -> Page:
    """Who was drawn"""
    with reading() as session:
        found = surveys.survey(session, current_actor(), survey_id)
        query = select(SampledResident).where(SampledResident.survey_id == found.id)
        drawn = paginate(session, query, key=SampledResident.resident_id, parse=UUID, **page)
        ids = [each.resident_id for each in drawn.items]
        names = {each.id: each for each in session.scalars(select(Resident).where(Resident.id.in_(ids)))}
        return Page([_named(each, names[each.resident_id]) for each in drawn.items], drawn.next)


@routes.route("/surveys/<uuid:survey_id>/interviews", methods=["GET"])
@requires("notices:residents:read")
@routes.arguments(InterviewFilters, location="query")
@routes.response(200, page_of(InterviewSchema))
def list_interviews(filters: dict[str, Any], survey_id: UUID) -> Page:
    """Visits with notes and photos, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    with reading() as session:
        found = surveys.survey(session, current_actor(), survey_id)
        query = select(Interview).where(Interview.survey_id == found.id).filter_by(**filters)
        visits = paginate(session, query, key=Interview.id, parse=UUID, newest_first=True, **page)
        photos = interviews.photos(session, [each.id for each in visits.items])
        return Page([_with_photos(each, photos.get(each.id, [])) for each in visits.items], visits.next)


@routes.route("/survey-photos/<uuid:photo_id>", methods=["GET"])
@requires("notices:residents:read")
@routes.response(200, content_type="application/octet-stream")
def show_photo(photo_id: UUID) -> Response:
    """A photo as it was sent"""
    with reading() as session:
        found = interviews.photo(session, current_actor(), photo_id)
    return file_response(found.content, kind=found.kind, sha256=found.sha256)


def _sample(survey_id: UUID) -> dict[str, Any]:
    with reading() as session:
        found = surveys.survey(session, current_actor(), survey_id)
        sample = session.get(SurveySample, found.id)
        if sample is None:
            raise NotFound("sample_not_found", "还没有抽取样本。")
        told = {name: getattr(sample, name) for name in ("seed", "residents", "drawn_by", "drawn_at")}
        return {**told, "items": interviews.coverage_of(session, sample)}


def _named(sampled: SampledResident, resident: Resident) -> dict[str, Any]:
    where = {name: getattr(resident, name) for name in ("name", "building", "door")}
    return where | {name: getattr(sampled, name) for name in ("resident_id", "stratum", "place", "outcome")}


def _with_photos(found: Interview, photos: list[Any]) -> dict[str, Any]:
    return {name: getattr(found, name, photos) for name in InterviewSchema().fields}
