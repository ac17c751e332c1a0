"""Areas: the register of districts, subdistricts and communities."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from sqlalchemy import select

from services.elections.store import queries
from services.elections.store.database import reading
from services.elections.store.tables import Area
from services.elections.workflows.areas import register_area
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint("areas", authentication="bearer", url_prefix="/api/v1/areas", description="Register of areas")


class AreaSchema(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    level = fields.String(required=True)


class NewAreaSchema(ApiSchema):
    code = AreaCodeField(required=True)
    name = text(most=100)


@routes.route("", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewAreaSchema)
@routes.response(201, AreaSchema)
@routes.alt_response(200, schema=AreaSchema, success=True, description="Registered before; its name is now this")
def register(command: dict[str, Any]) -> tuple[Area, int, dict[str, str]]:
    """Register an area, or rename it"""
    area, new = register_area(current_actor(), **command)
    return area, 201 if new else 200, {"Location": f"/api/v1/areas/{area.code}"}


@routes.route("", methods=["GET"])
@requires("elections:read")
@routes.arguments(PageArguments, location="query")
@routes.response(200, page_of(AreaSchema))
def list_areas(page: dict[str, Any]) -> Page:
    """Areas within reach, by code"""
    with reading() as session:
        query = select(Area).where(within(Area.code, current_actor()))
        return paginate(session, query, key=Area.code, parse=str, **page)


@routes.route("/<string(length=12):code>", methods=["GET"])
@requires("elections:read")
@routes.response(200, AreaSchema)
def show(code: str) -> Area:
    """One area"""
    return queries.area(current_actor(), code)
