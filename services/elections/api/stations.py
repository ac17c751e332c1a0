"""Polling stations and mobile boxes of an election, and how their tallies stand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from services.elections.api.elections import NewStationSchema
from services.elections.store import elections, queries
from services.elections.store.database import reading
from services.elections.workflows.elections import NewStation, add_station
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint

routes = Blueprint("stations", authentication="bearer", url_prefix="/api/v1/elections", description="Polling stations")


class StationSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    sheets = fields.Integer(required=True)


class StationsSchema(Schema):
    items = fields.List(fields.Nested(StationSchema), required=True)


class DifferenceSchema(Schema):
    field = fields.String(required=True)
    candidate = fields.String(required=True, allow_none=True, metadata={"description": "whose figure it is"})
    first = fields.Integer(required=True, allow_none=True)
    second = fields.Integer(required=True, allow_none=True)


class TallySchema(Schema):
    station_id = fields.UUID(required=True)
    station = fields.String(required=True)
    sheet = fields.Integer(required=True)
    entered_by = fields.List(fields.String(), required=True)
    agreed = fields.Boolean(required=True)
    differences = fields.List(fields.Nested(DifferenceSchema), required=True)


class TalliesSchema(Schema):
    items = fields.List(fields.Nested(TallySchema), required=True)


@routes.route("/<uuid:election_id>/stations", methods=["GET"])
@requires("elections:read")
@routes.response(200, StationsSchema)
def list_stations(election_id: UUID) -> dict[str, Any]:
    """All stations, in the order entered"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        return {"items": elections.stations(session, found.id)}


@routes.route("/<uuid:election_id>/stations", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewStationSchema)
@routes.response(201, StationSchema)
def add(command: dict[str, Any], election_id: UUID) -> Any:
    """Add a station, before polling begins"""
    return add_station(current_actor(), election_id, NewStation(**command))


@routes.route("/<uuid:election_id>/tally", methods=["GET"])
@requires("elections:read")
@routes.response(200, TalliesSchema)
def show_tally(election_id: UUID) -> dict[str, Any]:
    """Each sheet of each station: who typed it, and whether the two entries agree or where they differ"""
    return {"items": queries.tallies(current_actor(), election_id)}
