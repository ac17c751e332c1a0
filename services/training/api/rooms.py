"""The catalogue's rooms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.training.domain.learning.courses import RoomFeature
from services.training.store import catalogue
from services.training.store.database import reading
from services.training.store.reach import offered
from services.training.store.tables import Room
from services.training.workflows import catalogue as workflows
from services.training.workflows.calendars import renew_item_key
from shared.ids import new_id
from shared.web.addresses import public_address
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint("rooms", authentication="bearer", url_prefix="/api/v1/rooms", description="Rooms for sessions")

_CAPACITY = validate.Range(min=1, max=10_000)
_FEATURE = fields.Enum(RoomFeature, by_value=True)


class RoomChangesSchema(ApiSchema):
    name = text(most=100, required=False)
    venue = text(most=200, required=False)
    capacity = fields.Integer(strict=True, validate=_CAPACITY)
    features = fields.List(_FEATURE, validate=validate.Length(max=20))
    retired = fields.Boolean()


class NewRoomSchema(ApiSchema):
    area = AreaCodeField(required=True)
    name = text(most=100)
    venue = text(most=200)
    capacity = fields.Integer(strict=True, required=True, validate=_CAPACITY)
    features = fields.List(_FEATURE, validate=validate.Length(max=20), load_default=list)


def _calendar_url(row: Room) -> str | None:
    """Whoever has the address can read the calendar."""
    actor = current_actor()
    if not (actor.has("training:write") and actor.reaches(row.area)):
        return None
    return public_address("pages.room_calendar", key=row.calendar_key)


class RoomSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    name = fields.String(required=True)
    venue = fields.String(required=True)
    capacity = fields.Integer(required=True)
    features = fields.List(fields.String(), required=True)
    retired = fields.Boolean(required=True)
    version = fields.Integer(required=True)
    calendar_url = fields.Function(
        _calendar_url, metadata={"type": ["string", "null"], "description": "for training:write of its office only"}
    )


class RoomFilters(PageArguments):
    area = AreaCodeField()
    retired = fields.Boolean(load_default=False)


@routes.route("", methods=["POST"])
@requires("training:write")
@routes.arguments(NewRoomSchema)
@routes.response(201, RoomSchema)
def add(command: dict[str, Any]) -> tuple[Room, int, dict[str, str]]:
    """Add a room"""
    made = workflows.add(current_actor(), Room(id=new_id(), retired=False, version=1, **command))
    return made, 201, {"Location": f"/api/v1/rooms/{made.id}", **etag(made.version)}


@routes.route("", methods=["GET"])
@requires("training:read")
@routes.arguments(RoomFilters, location="query")
@routes.response(200, page_of(RoomSchema))
def list_rooms(filters: dict[str, Any]) -> Page:
    """Rooms of one's own office and of those above and below it, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Room).where(offered(Room.area, current_actor())).filter_by(**filters)
    with reading() as db:
        return paginate(db, query, key=Room.id, parse=UUID, newest_first=True, **page)


@routes.route("/<uuid:room_id>", methods=["GET"])
@requires("training:read")
@routes.response(200, RoomSchema)
def show(room_id: UUID) -> tuple[Room, int, dict[str, str]]:
    """One room"""
    with reading() as db:
        found = catalogue.item(db, current_actor(), Room, room_id)
    return found, 200, etag(found.version)


@routes.route("/<uuid:room_id>", methods=["PATCH"])
@requires("training:write")
@routes.arguments(RoomChangesSchema)
@routes.response(200, RoomSchema)
def change(changes: dict[str, Any], room_id: UUID) -> tuple[Room, int, dict[str, str]]:
    """Change or retire a room (If-Match); its sessions stay as they are"""
    changed = workflows.change(current_actor(), Room, room_id, changes, version=expected_version())
    return changed, 200, etag(changed.version)


@routes.route("/<uuid:room_id>/calendar-key", methods=["POST"])
@requires("training:write")
@routes.response(200, RoomSchema)
def renew_key(room_id: UUID) -> Room:
    """Give the room's calendar a new address; the old one stops working"""
    return renew_item_key(current_actor(), Room, room_id)
