"""Grievances of cadres: filed in confidence, followed by a code that only the complainant has."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from sqlalchemy import select

from services.training.domain.conduct.grievances import GrievanceKind, GrievanceState
from services.training.store import grievances
from services.training.store.database import reading
from services.training.store.tables import Grievance
from services.training.workflows import grievances as workflows
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint("grievances", authentication="bearer", url_prefix="/api/v1", description="Grievances (R32)")
status = Blueprint("grievance-status", authentication="public", url_prefix="/api/v1", description="By the code")


class NewGrievanceSchema(ApiSchema):
    area = AreaCodeField(required=True)
    kind = fields.Enum(GrievanceKind, by_value=True, required=True)
    text = text(most=10_000)


class GrievanceAcceptanceSchema(ApiSchema):
    accept = fields.Boolean(required=True)
    note = text(most=2000, metadata={"description": "shown to the complainant; when declined, where to turn"})


class GrievanceAnswerSchema(ApiSchema):
    answer = text(most=10_000)


class GrievanceStatusSchema(Schema):
    state = fields.String(required=True)
    filed_on = fields.Date(required=True)
    accept_due_on = fields.Date(required=True)
    answer_due_on = fields.Date(required=True)
    accepted_on = fields.Date(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    answered_on = fields.Date(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)


class FiledGrievanceSchema(GrievanceStatusSchema):
    code = fields.String(required=True, metadata={"description": "told once: whoever has it can follow the grievance"})


class GrievanceSchema(GrievanceStatusSchema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    kind = fields.String(required=True)
    text = fields.String(required=True)


class GrievanceFilters(PageArguments):
    area = AreaCodeField()
    state = fields.Enum(GrievanceState, by_value=True)


@routes.route("/grievances", methods=["POST"])
@requires("training:grievances:file")
@routes.arguments(NewGrievanceSchema)
@routes.response(201, FiledGrievanceSchema)
def file_(command: dict[str, Any]) -> dict[str, Any]:
    """File a grievance; nobody is told who did. Send no Idempotency-Key: the answer would be kept with its code"""
    filed = workflows.file_grievance(current_actor(), **command)
    return {name: getattr(filed.grievance, name) for name in GrievanceStatusSchema().fields} | {"code": filed.code}


@routes.route("/grievances", methods=["GET"])
@requires("training:grievances:read")
@routes.arguments(GrievanceFilters, location="query")
@routes.response(200, page_of(GrievanceSchema))
def list_grievances(filters: dict[str, Any]) -> Page:
    """Grievances within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Grievance).where(within(Grievance.area, current_actor())).filter_by(**filters)
    with reading() as db:
        return paginate(db, query, key=Grievance.id, parse=UUID, newest_first=True, **page)


@routes.route("/grievances/<uuid:grievance_id>", methods=["GET"])
@requires("training:grievances:read")
@routes.response(200, GrievanceSchema)
def show(grievance_id: UUID) -> Grievance:
    """One grievance"""
    with reading() as db:
        return grievances.grievance(db, current_actor(), grievance_id)


@routes.route("/grievances/<uuid:grievance_id>/acceptance", methods=["POST"])
@requires("training:grievances:handle")
@routes.arguments(GrievanceAcceptanceSchema)
@routes.response(200, GrievanceSchema)
def accept(command: dict[str, Any], grievance_id: UUID) -> Grievance:
    """Accept or decline a grievance; not by the community itself"""
    return workflows.accept_grievance(current_actor(), grievance_id, **command)


@routes.route("/grievances/<uuid:grievance_id>/answer", methods=["POST"])
@requires("training:grievances:handle")
@routes.arguments(GrievanceAnswerSchema)
@routes.response(200, GrievanceSchema)
def answer(command: dict[str, Any], grievance_id: UUID) -> Grievance:
    """Answer an accepted grievance"""
    return workflows.answer_grievance(current_actor(), grievance_id, answer=command["answer"])


@status.route("/grievance-status/<string(length=32):code>", methods=["GET"])
@status.response(200, GrievanceStatusSchema)
def show_status(code: str) -> Grievance:
    """How one's own grievance stands, by its code"""
    with reading() as db:
        return grievances.by_code(db, code)
