"""Near relatives among candidates, members of the election committee, and whoever else must avoid whom."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from services.elections.domain.roll.relatives import Kinship, Person, Relation
from services.elections.store import elections
from services.elections.store.database import reading
from services.elections.store.relatives import near_relatives
from services.elections.store.tables import NearRelative
from services.elections.workflows.relatives import record_relatives, remove_relatives
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("relatives", authentication="bearer", url_prefix="/api/v1/elections", description="Near relatives")


class NewRelativesSchema(ApiSchema):
    name = text(most=50)
    birth_date = fields.Date(required=True)
    relation = fields.Enum(
        Relation, by_value=True, required=True, metadata={"description": "what the relative is to the person"}
    )
    relative_name = text(most=50)
    relative_birth_date = fields.Date(required=True)


class RelativesSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    birth_date = fields.Date(required=True)
    relation = fields.String(required=True)
    relative_name = fields.String(required=True)
    relative_birth_date = fields.Date(required=True)
    by = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class RelativesListSchema(Schema):
    items = fields.List(fields.Nested(RelativesSchema), required=True)


@routes.route("/<uuid:election_id>/relatives", methods=["GET"])
@requires("elections:roll:read")
@routes.response(200, RelativesListSchema)
def list_relatives(election_id: UUID) -> dict[str, Any]:
    """All pairs, in the order recorded; of a further ballot, those of the first"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        return {"items": [_shown(row) for row in near_relatives(session, found)]}


@routes.route("/<uuid:election_id>/relatives", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewRelativesSchema)
@routes.response(201, RelativesSchema)
def record(command: dict[str, Any], election_id: UUID) -> dict[str, Any]:
    """Record that two persons are near relatives (民法典 Art 1045)"""
    kinship = Kinship(
        person=Person(command["name"], command["birth_date"]),
        relative=Person(command["relative_name"], command["relative_birth_date"]),
        relation=command["relation"],
    )
    return _shown(record_relatives(current_actor(), election_id, kinship))


@routes.route("/<uuid:election_id>/relatives/<uuid:relative_id>", methods=["DELETE"])
@requires("elections:write")
@routes.response(204)
def remove(election_id: UUID, relative_id: UUID) -> None:
    """Take back a pair that was recorded by mistake"""
    remove_relatives(current_actor(), election_id, relative_id)


def _shown(row: NearRelative) -> dict[str, Any]:
    person, relative = Person.of(row.one), Person.of(row.other)
    return {
        "id": row.id,
        "name": person.name,
        "birth_date": person.birth_date,
        "relation": row.relation,
        "relative_name": relative.name,
        "relative_birth_date": relative.birth_date,
        "by": row.by,
        "at": row.at,
    }
