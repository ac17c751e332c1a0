"""Terms without an election: beginning and ending them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from services.training.api.cadres import TermSchema
from services.training.domain.office.appointments import BY_HAND, Appointment
from services.training.domain.office.posts import Post
from services.training.domain.office.terms import EndReason
from services.training.store.tables import Term
from services.training.workflows.roster import appoint, end_term
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema

routes = Blueprint("appointments", authentication="bearer", url_prefix="/api/v1", description="Appointments to posts")


class NewAppointmentSchema(ApiSchema):
    post = fields.Enum(Post, by_value=True, required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(load_default=None, allow_none=True)
    document = fields.String(load_default="", validate=validate.Length(max=200))


class TermEndSchema(ApiSchema):
    ended_on = fields.Date(required=True)
    reason = fields.Enum(EndReason, by_value=True, required=True, validate=validate.OneOf(BY_HAND))


@routes.route("/cadres/<uuid:cadre_id>/terms", methods=["POST"])
@requires("training:write")
@routes.arguments(NewAppointmentSchema)
@routes.response(201, TermSchema)
def begin(command: dict[str, Any], cadre_id: UUID) -> Term:
    """Appoint a cadre to a post that no election fills, or filled before this system knew of it"""
    return appoint(current_actor(), cadre_id, Appointment(**command))


@routes.route("/terms/<uuid:term_id>/end", methods=["POST"])
@requires("training:write")
@routes.arguments(TermEndSchema)
@routes.response(200, TermSchema)
def end(command: dict[str, Any], term_id: UUID) -> Term:
    """End an appointment; what ends an elected post is told by the elections"""
    return end_term(current_actor(), term_id, on=command["ended_on"], reason=command["reason"])
