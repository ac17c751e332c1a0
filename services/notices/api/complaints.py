"""Complaints about disclosure (Art 35): filed by anyone, followed by a receipt, checked by the office above."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request
from marshmallow import Schema, fields
from sqlalchemy import select

from services.notices.domain.disclosure.complaints import ComplaintKind, ComplaintState
from services.notices.domain.public_forms import PublicForm
from services.notices.store import complaints
from services.notices.store.database import reading
from services.notices.store.tables import DisclosureComplaint
from services.notices.workflows import complaints as workflows
from services.notices.workflows.public_forms import admit
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint(
    "complaints", authentication="bearer", url_prefix="/api/v1", description="Complaints about disclosure"
)
anyone = Blueprint(
    "complaints-of-residents", authentication="public", url_prefix="/api/v1", description="Without signing in"
)


class NewComplaintSchema(ApiSchema):
    area = AreaCodeField(required=True)
    kind = fields.Enum(ComplaintKind, by_value=True, required=True)
    text = text(most=2000)
    duty_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "the disclosure it is about"})


class ComplaintStatusSchema(Schema):
    area = fields.String(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)
    filed_on = fields.Date(required=True)
    decide_by = fields.Date(required=True)
    decided_on = fields.Date(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)
    publish_by = fields.Date(required=True, allow_none=True)
    carried_out_on = fields.Date(required=True, allow_none=True)


class FiledComplaintSchema(ComplaintStatusSchema):
    code = fields.String(required=True, metadata={"description": "told once: whoever has it can follow the complaint"})


class ComplaintSchema(ComplaintStatusSchema):
    id = fields.UUID(required=True)
    duty_id = fields.UUID(required=True, allow_none=True)
    text = fields.String(required=True)


class ComplaintFilters(PageArguments):
    area = AreaCodeField()
    state = fields.Enum(ComplaintState, by_value=True)


class ComplaintDecisionSchema(ApiSchema):
    upheld = fields.Boolean(required=True)
    outcome = text(most=2000, metadata={"description": "public: no names"})
    publish_by = fields.Date(load_default=None, allow_none=True, metadata={"description": "when upheld"})


@anyone.route("/disclosure-complaints", methods=["POST"])
@anyone.arguments(NewComplaintSchema)
@anyone.response(201, FiledComplaintSchema)
def file_(command: dict[str, Any]) -> dict[str, Any]:
    """Complain that something was not disclosed, or is not true; nobody is asked who they are"""
    admit(PublicForm.COMPLAINT, command["area"], address=request.remote_addr or "")
    filed = workflows.file_complaint(**command)
    shown = {name: getattr(filed.complaint, name) for name in ComplaintStatusSchema().fields}
    return {**shown, "code": filed.code}


@anyone.route("/disclosure-complaints/status/<string(length=32):code>", methods=["GET"])
@anyone.response(200, ComplaintStatusSchema)
def show_status(code: str) -> DisclosureComplaint:
    """How one's own complaint stands, by the receipt"""
    with reading() as session:
        return complaints.by_code(session, code)


@routes.route("/disclosure-complaints", methods=["GET"])
@requires("notices:complaints:read")
@routes.arguments(ComplaintFilters, location="query")
@routes.response(200, page_of(ComplaintSchema))
def list_complaints(filters: dict[str, Any]) -> Page:
    """Complaints within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(DisclosureComplaint).where(within(DisclosureComplaint.area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=DisclosureComplaint.id, parse=UUID, newest_first=True, **page)


@routes.route("/disclosure-complaints/<uuid:complaint_id>", methods=["GET"])
@requires("notices:complaints:read")
@routes.response(200, ComplaintSchema)
def show(complaint_id: UUID) -> DisclosureComplaint:
    """One complaint"""
    with reading() as session:
        return complaints.complaint(session, current_actor(), complaint_id)


@routes.route("/disclosure-complaints/<uuid:complaint_id>/investigation", methods=["POST"])
@requires("notices:supervise")
@routes.response(200, ComplaintSchema)
def investigate(complaint_id: UUID) -> DisclosureComplaint:
    """Begin to check it; not by the community itself"""
    return workflows.investigate(current_actor(), complaint_id)


@routes.route("/disclosure-complaints/<uuid:complaint_id>/decision", methods=["POST"])
@requires("notices:supervise")
@routes.arguments(ComplaintDecisionSchema)
@routes.response(200, ComplaintSchema)
def decide(command: dict[str, Any], complaint_id: UUID) -> DisclosureComplaint:
    """Say in public what was found; where it is true, order publication by a day"""
    return workflows.decide(current_actor(), complaint_id, **command)


@routes.route("/disclosure-complaints/<uuid:complaint_id>/completion", methods=["POST"])
@requires("notices:supervise")
@routes.response(200, ComplaintSchema)
def carry_out(complaint_id: UUID) -> DisclosureComplaint:
    """State that what was ordered is published"""
    return workflows.carry_out(current_actor(), complaint_id)
