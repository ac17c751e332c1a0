"""Polling stations and mobile boxes of an election, and how their tallies stand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from services.elections.api.station_schemas import (
    NewStationSchema,
    StationChangesSchema,
    StationSchema,
    StationsSchema,
)
from services.elections.store import elections, tallies
from services.elections.store.database import reading
from services.elections.workflows.stations import NewStation, add_station, change_station, remove_station, station_of
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version

routes = Blueprint("stations", authentication="bearer", url_prefix="/api/v1", description="Polling stations")


class DifferenceSchema(Schema):
    field = fields.String(required=True)
    label = fields.String(required=True, metadata={"description": "what the figure is, in words"})
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


@routes.route("/elections/<uuid:election_id>/stations", methods=["GET"])
@requires("elections:read")
@routes.response(200, StationsSchema)
def list_stations(election_id: UUID) -> dict[str, Any]:
    """All stations, in the order entered"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        return {"items": elections.stations(session, found.id)}


@routes.route("/elections/<uuid:election_id>/stations", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewStationSchema)
@routes.response(201, StationSchema)
def add(command: dict[str, Any], election_id: UUID) -> Any:
    """Add a station, before polling begins"""
    return add_station(current_actor(), election_id, NewStation(**command))


@routes.route("/stations/<uuid:station_id>", methods=["GET"])
@requires("elections:read")
@routes.response(200, StationSchema)
def show(station_id: UUID) -> Any:
    """One station; its ETag is needed to change it"""
    found = station_of(current_actor(), station_id)
    return found, 200, etag(found.version)


@routes.route("/stations/<uuid:station_id>", methods=["PATCH"])
@requires("elections:write")
@routes.arguments(StationChangesSchema)
@routes.response(200, StationSchema)
def change(changes: dict[str, Any], station_id: UUID) -> Any:
    """Change a station before polling begins; the number of its sheets until the count"""
    found = change_station(current_actor(), station_id, changes, version=expected_version())
    return found, 200, etag(found.version)


@routes.route("/stations/<uuid:station_id>", methods=["DELETE"])
@requires("elections:write")
@routes.response(204)
def remove(station_id: UUID) -> None:
    """Take out a station with its staff, before polling begins"""
    remove_station(current_actor(), station_id, version=expected_version())


@routes.route("/elections/<uuid:election_id>/tally", methods=["GET"])
@requires("elections:read")
@routes.response(200, TalliesSchema)
def show_tally(election_id: UUID) -> dict[str, Any]:
    """Each sheet of each station: who typed it, and whether the two entries agree or where they differ"""
    return {"items": tallies.tallies(current_actor(), election_id)}


class ImageShownSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    sha256 = fields.String(required=True)


class DisagreementSchema(TallySchema):
    since = fields.AwareDateTime(required=True, metadata={"description": "when the second of two people typed"})
    image = fields.Nested(ImageShownSchema, required=True, allow_none=True, metadata={"description": "newest scan"})


class DisagreementsSchema(Schema):
    items = fields.List(fields.Nested(DisagreementSchema), required=True)


@routes.route("/elections/<uuid:election_id>/disagreements", methods=["GET"])
@requires("elections:read")
@routes.response(200, DisagreementsSchema)
def list_disagreements(election_id: UUID) -> dict[str, Any]:
    """Sheets that two people typed differently, the oldest first: their papers are to be read again"""
    return {"items": tallies.disagreements(current_actor(), election_id)}
