"""What an election may need beside its steps: exceptions from a duty, and ballots for seats that it left empty."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from services.elections.api.elections import ElectionSummarySchema, ExceptionSchema
from services.elections.workflows.exceptions import grant_exception
from services.elections.workflows.further_ballots import call_further_ballots
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint(
    "further", authentication="bearer", url_prefix="/api/v1/elections", description="Exceptions and further ballots"
)


class NewExceptionSchema(ApiSchema):
    duty = text(most=60)
    reason = text(most=1000)


class FurtherBallotsSchema(ApiSchema):
    polling_day = fields.Date(required=True)


class CalledSchema(Schema):
    items = fields.List(fields.Nested(ElectionSummarySchema), required=True)


@routes.route("/<uuid:election_id>/exceptions", methods=["POST"])
@requires("elections:supervise")
@routes.arguments(NewExceptionSchema)
@routes.response(201, ExceptionSchema)
def grant(command: dict[str, Any], election_id: UUID) -> Any:
    """Release an election from a duty of form or time; the reason is published"""
    return grant_exception(current_actor(), election_id, **command)


@routes.route("/<uuid:election_id>/further-ballots", methods=["POST"])
@requires("elections:write")
@routes.arguments(FurtherBallotsSchema)
@routes.response(201, CalledSchema)
def call(command: dict[str, Any], election_id: UUID) -> dict[str, Any]:
    """Call another ballot for the seats that a certified result left empty, and a vote among the tied (Art 19)"""
    return {"items": call_further_ballots(current_actor(), election_id, command["polling_day"])}
