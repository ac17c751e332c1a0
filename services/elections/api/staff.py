"""Who works at the polling stations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from services.elections.domain.polling.staff import StaffMember, StaffRole
from services.elections.store import elections, polling, tables
from services.elections.store.database import reading
from services.elections.workflows.staff import add_staff, remove_staff
from shared.auth.actor import Actor
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("staff", authentication="bearer", url_prefix="/api/v1/elections", description="Staff of stations")


class NewStaffSchema(ApiSchema):
    station_id = fields.UUID(required=True)
    name = text(most=50)
    birth_date = fields.Date(required=True)
    role = fields.Enum(StaffRole, by_value=True, required=True)


class StaffSchema(Schema):
    id = fields.UUID(required=True)
    station_id = fields.UUID(required=True)
    station = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    birth_date = fields.Date(metadata={"description": "for elections:roll:read only"})


class StaffListSchema(Schema):
    items = fields.List(fields.Nested(StaffSchema), required=True)


@routes.route("/<uuid:election_id>/staff", methods=["GET"])
@requires("elections:read")
@routes.response(200, StaffListSchema)
def list_staff(election_id: UUID) -> dict[str, Any]:
    """Everybody who works at a station, in the order entered"""
    actor = current_actor()
    with reading() as session:
        found = elections.election(session, actor, election_id)
        names = {station.id: station.name for station in elections.stations(session, found.id)}
        return {"items": [_shown(actor, row, names[row.station_id]) for row in polling.staff(session, found.id)]}


@routes.route("/<uuid:election_id>/staff", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewStaffSchema)
@routes.response(201, StaffSchema)
def add(command: dict[str, Any], election_id: UUID) -> dict[str, Any]:
    """Somebody works at a station: no candidate, no near relative of one, nobody at two"""
    actor, station_id = current_actor(), command.pop("station_id")
    row = add_staff(actor, election_id, station_id, StaffMember(**command))
    with reading() as session:
        return _shown(actor, row, elections.station(session, actor, row.station_id).name)


@routes.route("/<uuid:election_id>/staff/<uuid:member_id>", methods=["DELETE"])
@requires("elections:write")
@routes.response(204)
def remove(election_id: UUID, member_id: UUID) -> None:
    """Somebody does not work there after all"""
    remove_staff(current_actor(), election_id, member_id)


def _shown(actor: Actor, row: tables.Staff, station: str) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in ("id", "station_id", "name", "role")}
    personal = {"birth_date": row.birth_date} if actor.has("elections:roll:read") else {}
    return {**shown, "station": station, **personal}
