"""Who asked for a mobile ballot box: the list is read with the roll's right only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validates_schema

from services.elections.domain.candidacy.nominators import Named, named_in
from services.elections.domain.polling.mobile_boxes import BoxReason
from services.elections.store import elections, mobile_boxes
from services.elections.store.database import reading
from services.elections.workflows.mobile_boxes import ask_for_box, take_off_list
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("boxes", authentication="bearer", url_prefix="/api/v1", description="Requests for mobile boxes")


class NewBoxRequestSchema(ApiSchema):
    name = text(
        most=100,
        required=False,
        load_default="",
        metadata={"description": "`张三`, or `张三（1980-01-02）` where two on the roll have the name; or the id"},
    )
    elector_id = fields.UUID(load_default=None)
    reason = fields.Enum(BoxReason, by_value=True, required=True)
    received_on = fields.Date(load_default=None, metadata={"description": "default: today"})

    @validates_schema
    def name_one(self, data: dict[str, Any], **_: Any) -> None:
        if not data.get("name") and not data.get("elector_id"):
            raise ValidationError("请填写申请人的姓名。", "name")


class BoxRequestSchema(Schema):
    id = fields.UUID(required=True)
    station_id = fields.UUID(required=True)
    elector_id = fields.UUID(required=True)
    reason = fields.String(required=True)
    received_on = fields.Date(required=True)


class ListedRequestSchema(BoxRequestSchema):
    station = fields.String(required=True)
    elector = fields.String(required=True)
    address = fields.String(required=True)
    group = fields.String(required=True)


class BoxRequestsSchema(Schema):
    items = fields.List(fields.Nested(ListedRequestSchema), required=True)


@routes.route("/elections/<uuid:election_id>/box-requests", methods=["GET"])
@requires("elections:roll:read")
@routes.response(200, BoxRequestsSchema)
def list_requests(election_id: UUID) -> dict[str, Any]:
    """Who asked for which box and why; the public list is masked and says no reason"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        stations = elections.stations(session, found.id)
        rows = [(each, *row) for each in stations for row in mobile_boxes.listed(session, each.id)]
    return {
        "items": [
            {
                **{name: getattr(row, name) for name in ("id", "station_id", "elector_id", "reason", "received_on")},
                "station": station.name,
                "elector": elector.name,
                "address": elector.address,
                "group": elector.group,
            }
            for station, row, elector in rows
        ]
    }


@routes.route("/stations/<uuid:station_id>/box-requests", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewBoxRequestSchema)
@routes.response(201, BoxRequestSchema)
def ask(command: dict[str, Any], station_id: UUID) -> Any:
    """Put an elector of the roll on the list of a mobile box, until the poll opens; it is then published again"""
    name, elector_id = command.pop("name"), command.pop("elector_id")
    named = Named(elector_id=elector_id) if elector_id else named_in((), [name])[0]
    return ask_for_box(current_actor(), station_id, named, **command)


@routes.route("/box-requests/<uuid:request_id>", methods=["DELETE"])
@requires("elections:write")
@routes.response(204)
def take_off(request_id: UUID) -> None:
    """Take an elector off the list of a mobile box; it is then published again"""
    take_off_list(current_actor(), request_id)
