"""The catalogue's courses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.training.domain.learning.courses import Assessment, Competency, CourseKind, RoomFeature
from services.training.domain.office.posts import Post
from services.training.store import catalogue
from services.training.store.database import reading
from services.training.store.reach import offered
from services.training.store.tables import Course
from services.training.workflows import catalogue as workflows
from shared.ids import new_id
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, HundredthsField, PageArguments, page_of, text

routes = Blueprint("courses", authentication="bearer", url_prefix="/api/v1/courses", description="Courses")

_SHORT = validate.Length(max=20)
_FEN = validate.Range(min=0, max=10_000_000)


def _codes(kind: type[Any]) -> dict[str, Any]:
    return {"cls_or_instance": fields.Enum(kind, by_value=True), "validate": _SHORT}


class CourseChangesSchema(ApiSchema):
    title_zh = text(most=200, required=False)
    title_en = text(most=200, required=False)
    kind = fields.Enum(CourseKind, by_value=True)
    hours = fields.Integer(strict=True, validate=validate.Range(min=1, max=200))
    competencies = fields.List(**_codes(Competency))
    posts = fields.List(**_codes(Post))
    prerequisites = fields.List(fields.UUID(), validate=_SHORT)
    needs = fields.List(**_codes(RoomFeature))
    assessment = fields.Enum(Assessment, by_value=True)
    pass_mark = fields.Integer(strict=True, allow_none=True, validate=validate.Range(min=1, max=100))
    certificate = fields.Boolean()
    valid_months = fields.Integer(strict=True, allow_none=True, validate=validate.Range(min=1, max=120))
    fen_per_place = HundredthsField(validate=_FEN, metadata={"description": "1/100 yuan"})
    retired = fields.Boolean()


class NewCourseSchema(CourseChangesSchema):
    class Meta(ApiSchema.Meta):
        exclude = ("retired",)

    area = AreaCodeField(required=True)
    code = text(most=30)
    title_zh = text(most=200)
    title_en = text(most=200)
    kind = fields.Enum(CourseKind, by_value=True, required=True)
    hours = fields.Integer(strict=True, required=True, validate=validate.Range(min=1, max=200))
    competencies = fields.List(**_codes(Competency), load_default=list)
    posts = fields.List(**_codes(Post), load_default=list)
    prerequisites = fields.List(fields.UUID(), validate=_SHORT, load_default=list)
    needs = fields.List(**_codes(RoomFeature), load_default=list)
    assessment = fields.Enum(Assessment, by_value=True, load_default=Assessment.NONE)
    certificate = fields.Boolean(load_default=False)
    fen_per_place = HundredthsField(validate=_FEN, load_default=0)


class CourseSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    code = fields.String(required=True)
    title_zh = fields.String(required=True)
    title_en = fields.String(required=True)
    kind = fields.String(required=True)
    hours = fields.Integer(required=True)
    competencies = fields.List(fields.String(), required=True)
    posts = fields.List(fields.String(), required=True, metadata={"description": "empty: for all"})
    prerequisites = fields.List(fields.UUID(), required=True)
    needs = fields.List(fields.String(), required=True, metadata={"description": "of the room"})
    assessment = fields.String(required=True)
    pass_mark = fields.Integer(required=True, allow_none=True)
    certificate = fields.Boolean(required=True)
    valid_months = fields.Integer(required=True, allow_none=True, metadata={"description": "null: for ever"})
    fen_per_place = fields.Integer(required=True)
    retired = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class CourseFilters(PageArguments):
    area = AreaCodeField()
    kind = fields.Enum(CourseKind, by_value=True)
    competency = fields.Enum(Competency, by_value=True)
    retired = fields.Boolean(load_default=False)


@routes.route("", methods=["POST"])
@requires("training:write")
@routes.arguments(NewCourseSchema)
@routes.response(201, CourseSchema)
def add(command: dict[str, Any]) -> tuple[Course, int, dict[str, str]]:
    """Add a course, for all areas below the office's"""
    made = workflows.add(current_actor(), Course(id=new_id(), retired=False, version=1, **command))
    return made, 201, {"Location": f"/api/v1/courses/{made.id}", **etag(made.version)}


@routes.route("", methods=["GET"])
@requires("training:read")
@routes.arguments(CourseFilters, location="query")
@routes.response(200, page_of(CourseSchema))
def list_courses(filters: dict[str, Any]) -> Page:
    """Courses of one's own office and of those above and below it, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Course).where(offered(Course.area, current_actor()))
    if competency := filters.pop("competency", None):
        query = query.where(Course.competencies.contains([competency]))
    with reading() as db:
        return paginate(db, query.filter_by(**filters), key=Course.id, parse=UUID, newest_first=True, **page)


@routes.route("/<uuid:course_id>", methods=["GET"])
@requires("training:read")
@routes.response(200, CourseSchema)
def show(course_id: UUID) -> tuple[Course, int, dict[str, str]]:
    """One course"""
    with reading() as db:
        found = catalogue.item(db, current_actor(), Course, course_id)
    return found, 200, etag(found.version)


@routes.route("/<uuid:course_id>", methods=["PATCH"])
@requires("training:write")
@routes.arguments(CourseChangesSchema)
@routes.response(200, CourseSchema)
def change(changes: dict[str, Any], course_id: UUID) -> tuple[Course, int, dict[str, str]]:
    """Change or retire a course (If-Match); its sessions stay as they are"""
    changed = workflows.change(current_actor(), Course, course_id, changes, version=expected_version())
    return changed, 200, etag(changed.version)
