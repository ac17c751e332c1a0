"""The catalogue's teachers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.training.store import catalogue
from services.training.store.database import reading
from services.training.store.reach import offered
from services.training.store.tables import Teacher
from services.training.workflows import catalogue as workflows
from services.training.workflows.calendars import renew_item_key
from shared.ids import new_id
from shared.web.addresses import public_address
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint("teachers", authentication="bearer", url_prefix="/api/v1/teachers", description="Teachers")

_MANY = validate.Length(max=200)


class TeacherChangesSchema(ApiSchema):
    name = text(most=50, required=False)
    unit = text(most=100, required=False)
    courses = fields.List(fields.UUID(), validate=_MANY)
    retired = fields.Boolean()


class NewTeacherSchema(ApiSchema):
    area = AreaCodeField(required=True)
    name = text(most=50)
    unit = text(most=100, metadata={"description": "where they work; tells two of one name apart"})
    courses = fields.List(fields.UUID(), validate=_MANY, load_default=list)


def _calendar_url(row: Teacher) -> str | None:
    """Whoever has the address can read the calendar."""
    actor = current_actor()
    if not (actor.has("training:write") and actor.reaches(row.area)):
        return None
    return public_address("pages.teacher_calendar", key=row.calendar_key)


class TeacherSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)
    courses = fields.List(fields.UUID(), required=True, metadata={"description": "that they teach"})
    retired = fields.Boolean(required=True)
    version = fields.Integer(required=True)
    calendar_url = fields.Function(
        _calendar_url, metadata={"type": ["string", "null"], "description": "for training:write of its office only"}
    )


class TeacherFilters(PageArguments):
    area = AreaCodeField()
    course = fields.UUID()
    retired = fields.Boolean(load_default=False)


@routes.route("", methods=["POST"])
@requires("training:write")
@routes.arguments(NewTeacherSchema)
@routes.response(201, TeacherSchema)
def add(command: dict[str, Any]) -> tuple[Teacher, int, dict[str, str]]:
    """Add a teacher with the courses that they teach"""
    made = workflows.add(current_actor(), Teacher(id=new_id(), retired=False, version=1, **command))
    return made, 201, {"Location": f"/api/v1/teachers/{made.id}", **etag(made.version)}


@routes.route("", methods=["GET"])
@requires("training:read")
@routes.arguments(TeacherFilters, location="query")
@routes.response(200, page_of(TeacherSchema))
def list_teachers(filters: dict[str, Any]) -> Page:
    """Teachers of one's own office and of those above and below it, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Teacher).where(offered(Teacher.area, current_actor()))
    if course := filters.pop("course", None):
        query = query.where(Teacher.courses.contains([course]))
    with reading() as db:
        return paginate(db, query.filter_by(**filters), key=Teacher.id, parse=UUID, newest_first=True, **page)


@routes.route("/<uuid:teacher_id>", methods=["GET"])
@requires("training:read")
@routes.response(200, TeacherSchema)
def show(teacher_id: UUID) -> tuple[Teacher, int, dict[str, str]]:
    """One teacher"""
    with reading() as db:
        found = catalogue.item(db, current_actor(), Teacher, teacher_id)
    return found, 200, etag(found.version)


@routes.route("/<uuid:teacher_id>", methods=["PATCH"])
@requires("training:write")
@routes.arguments(TeacherChangesSchema)
@routes.response(200, TeacherSchema)
def change(changes: dict[str, Any], teacher_id: UUID) -> tuple[Teacher, int, dict[str, str]]:
    """Change or retire a teacher (If-Match); their sessions stay as they are"""
    changed = workflows.change(current_actor(), Teacher, teacher_id, changes, version=expected_version())
    return changed, 200, etag(changed.version)


@routes.route("/<uuid:teacher_id>/calendar-key", methods=["POST"])
@requires("training:write")
@routes.response(200, TeacherSchema)
def renew_key(teacher_id: UUID) -> Teacher:
    """Give the teacher's calendar a new address; the old one stops working"""
    return renew_item_key(current_actor(), Teacher, teacher_id)
