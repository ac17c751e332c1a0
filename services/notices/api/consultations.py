"""Consultations: put to residents, what they write and propose, meetings, the outcome (R66, Art 32)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from sqlalchemy import select

from services.notices.api.consultation_schemas import (
    ConsultationChangesSchema,
    ConsultationMeetingSchema,
    ConsultationOutcomeSchema,
    ConsultationSchema,
    NewConsultationMeetingSchema,
    NewConsultationSchema,
)
from services.notices.domain.consultations import (
    Capacity,
    ConsultationState,
    ConsultationStep,
    EntryKind,
    EntryState,
)
from services.notices.store import consultations
from services.notices.store.database import reading
from services.notices.store.tables import Consultation, ConsultationEntry, ConsultationMeeting
from services.notices.workflows.consultations import entries, procedure
from services.notices.workflows.promises import NewPromise
from shared import clock
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version, version_if_given
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint(
    "consultations", authentication="bearer", url_prefix="/api/v1", description="Consultations (R66, Art 32)"
)

_ONE = "/consultations/<uuid:consultation_id>"
_ENTRY = "/consultation-entries/<uuid:entry_id>"


class ConsultationFilters(PageArguments):
    area = AreaCodeField()
    state = fields.Enum(ConsultationState, by_value=True)


class ConsultationStepSchema(ApiSchema):
    step = fields.Enum(ConsultationStep, by_value=True, required=True)


class EntryFilters(PageArguments):
    kind = fields.Enum(EntryKind, by_value=True)
    state = fields.Enum(EntryState, by_value=True)


class EntriesFilters(EntryFilters):
    area = AreaCodeField()


class EntrySchema(Schema):
    id = fields.UUID(required=True)
    consultation_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    text = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    supporters = fields.Integer(required=True)
    answer_due_on = fields.Date(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    answered_on = fields.Date(required=True, allow_none=True)
    at = fields.AwareDateTime(required=True)


class ModerationSchema(ApiSchema):
    shown = fields.Boolean(required=True)
    reason = text(required=False, load_default=None, allow_none=True, metadata={"description": "why it is not shown"})


class EntryAnswerSchema(ApiSchema):
    answer = text(most=2000)


@routes.route("/consultations", methods=["POST"])
@requires("notices:write")
@routes.arguments(NewConsultationSchema)
@routes.response(201, ConsultationSchema)
def write(command: dict[str, Any]) -> tuple[Consultation, int, dict[str, str]]:
    """Write a draft"""
    area = command.pop("area")
    new = procedure.NewConsultation(**command)
    made = procedure.write_consultation(current_actor(), area=area, command=new)
    return made, 201, {"Location": f"/api/v1/consultations/{made.id}", **etag(made.version)}


@routes.route("/consultations", methods=["GET"])
@requires("notices:read")
@routes.arguments(ConsultationFilters, location="query")
@routes.response(200, page_of(ConsultationSchema))
def list_consultations(filters: dict[str, Any]) -> Page:
    """Consultations within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Consultation).where(within(Consultation.area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=Consultation.id, parse=UUID, newest_first=True, **page)


@routes.route(_ONE, methods=["GET"])
@requires("notices:read")
@routes.response(200, ConsultationSchema)
def show(consultation_id: UUID) -> tuple[Consultation, int, dict[str, str]]:
    """One consultation"""
    with reading() as session:
        found = consultations.consultation(session, current_actor(), consultation_id)
    return found, 200, etag(found.version)


@routes.route(_ONE, methods=["PATCH"])
@requires("notices:write")
@routes.arguments(ConsultationChangesSchema)
@routes.response(200, ConsultationSchema)
def edit(changes: dict[str, Any], consultation_id: UUID) -> tuple[Consultation, int, dict[str, str]]:
    """Edit a draft (If-Match)"""
    edited = procedure.edit_consultation(current_actor(), consultation_id, changes, version=expected_version())
    return edited, 200, etag(edited.version)


@routes.route(f"{_ONE}/steps", methods=["POST"])
@requires("notices:read")
@routes.arguments(ConsultationStepSchema)
@routes.response(200, ConsultationSchema)
def take(command: dict[str, Any], consultation_id: UUID) -> tuple[Consultation, int, dict[str, str]]:
    """Approve, open (a notice hangs), close, conclude (a disclosure hangs): notices:approve; withdraw: notices:write.

    With If-Match it is done with what was read and with nothing else."""
    version = version_if_given()
    taken = procedure.take_consultation_step(current_actor(), consultation_id, command["step"], version=version)
    return taken, 200, etag(taken.version)


@routes.route(f"{_ONE}/outcome", methods=["PUT"])
@requires("notices:answer")
@routes.arguments(ConsultationOutcomeSchema)
@routes.response(200, ConsultationSchema)
def put_outcome(command: dict[str, Any], consultation_id: UUID) -> tuple[Consultation, int, dict[str, str]]:
    """Write what came of it and what follows; somebody else concludes with it (If-Match keeps others' words)"""
    today, version = clock.today(), version_if_given()
    tasks = [NewPromise(**each, promised_on=today) for each in command.pop("follow_ups")]
    outcome = procedure.Outcome(command["outcome"], tasks, command["outcome_en"])
    written = procedure.write_outcome(current_actor(), consultation_id, outcome, version=version)
    return written, 200, etag(written.version)


@routes.route(f"{_ONE}/meetings", methods=["POST"])
@requires("notices:answer")
@routes.arguments(NewConsultationMeetingSchema)
@routes.response(201, ConsultationMeetingSchema)
def record_meeting(command: dict[str, Any], consultation_id: UUID) -> ConsultationMeeting:
    """Record a meeting: who was invited and came, and what was said"""
    people = [procedure.Person(**{**each, "capacity": Capacity(each["capacity"])}) for each in command.pop("people")]
    meeting = procedure.NewMeeting(people=people, **command)
    return procedure.record_meeting(current_actor(), consultation_id, meeting)


@routes.route(f"{_ONE}/meetings", methods=["GET"])
@requires("notices:read")
@routes.arguments(PageArguments, location="query")
@routes.response(200, page_of(ConsultationMeetingSchema))
def list_meetings(page: dict[str, Any], consultation_id: UUID) -> Page:
    """Meetings, newest first"""
    with reading() as session:
        found = consultations.consultation(session, current_actor(), consultation_id)
        query = select(ConsultationMeeting).where(ConsultationMeeting.consultation_id == found.id)
        return paginate(session, query, key=ConsultationMeeting.id, parse=UUID, newest_first=True, **page)


@routes.route(f"{_ONE}/entries", methods=["GET"])
@requires("notices:read")
@routes.arguments(EntryFilters, location="query")
@routes.response(200, page_of(EntrySchema))
def list_entries(filters: dict[str, Any], consultation_id: UUID) -> Page:
    """Comments and proposals, those not yet shown among them; newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    with reading() as session:
        found = consultations.consultation(session, current_actor(), consultation_id)
        query = select(ConsultationEntry).where(ConsultationEntry.consultation_id == found.id).filter_by(**filters)
        return paginate(session, query, key=ConsultationEntry.id, parse=UUID, newest_first=True, **page)


@routes.route("/consultation-entries", methods=["GET"])
@requires("notices:read")
@routes.arguments(EntriesFilters, location="query")
@routes.response(200, page_of(EntrySchema))
def list_all_entries(filters: dict[str, Any]) -> Page:
    """Comments and proposals of all consultations within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(ConsultationEntry).where(within(ConsultationEntry.area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=ConsultationEntry.id, parse=UUID, newest_first=True, **page)


@routes.route(f"{_ENTRY}/moderation", methods=["POST"])
@requires("notices:answer")
@routes.arguments(ModerationSchema)
@routes.response(200, EntrySchema)
def moderate(command: dict[str, Any], entry_id: UUID) -> ConsultationEntry:
    """Let a comment or proposal be seen, or not, with the reason"""
    return entries.moderate_entry(current_actor(), entry_id, **command)


@routes.route(f"{_ENTRY}/answer", methods=["POST"])
@requires("notices:answer")
@routes.arguments(EntryAnswerSchema)
@routes.response(200, EntrySchema)
def answer(command: dict[str, Any], entry_id: UUID) -> ConsultationEntry:
    """Answer in public; owed to a proposal that has its supporters"""
    return entries.answer_entry(current_actor(), entry_id, **command)
