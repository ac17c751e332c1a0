"""How many residents take part, and who is thanked for it."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from services.notices.store import points
from services.notices.store.database import reading
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField

routes = Blueprint("thanks", authentication="bearer", url_prefix="/api/v1/taking-part", description="Points and thanks")


class TakingPartArguments(ApiSchema):
    area = AreaCodeField(required=True)
    year = fields.Integer(required=True, validate=validate.Range(min=2000, max=2100))


class TakingPartSchema(Schema):
    residents = fields.Integer(required=True, allow_none=True, metadata={"description": "null for fewer than ten"})
    by_affair = fields.Dict(keys=fields.String(), values=fields.Integer(allow_none=True), required=True)


@routes.route("", methods=["GET"])
@requires("notices:read")
@routes.arguments(TakingPartArguments, location="query")
@routes.response(200, TakingPartSchema)
def figures(arguments: dict[str, Any]) -> dict[str, Any]:
    """Residents who took part in a year, in all and by affair"""
    current_actor().must_reach(arguments["area"])
    with reading() as session:
        total, by_affair = points.residents_taking_part(session, **arguments)
    return {"residents": total, "by_affair": by_affair}
