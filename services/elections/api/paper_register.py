"""The paper register: a sign-in list for a station's staff (optional, `paper_register` of the election).

No answer has a time of day: see `domain/polling/paper_register.py`.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from werkzeug.datastructures import FileStorage

from services.elections.api.candidates import AddedSchema
from services.elections.api.rolls import FileSchema
from services.elections.store import elections, paper_register
from services.elections.store.database import reading
from services.elections.workflows.paper_register import give_paper, take_back_paper
from services.elections.workflows.sign_in_lists import import_papers
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("register", authentication="bearer", url_prefix="/api/v1", description="Who has received a paper")


class NewPaperSchema(ApiSchema):
    elector_id = fields.UUID(required=True, metadata={"description": "who stands at the table"})
    for_elector_id = fields.UUID(load_default=None, metadata={"description": "for whom they vote as agent"})
    on = fields.Date(load_default=None, metadata={"description": "civil day; default: today"})


class PaperGivenSchema(Schema):
    id = fields.UUID(required=True)
    station_id = fields.UUID(required=True)
    elector_id = fields.UUID(required=True, metadata={"description": "whose paper it was"})
    agent_id = fields.UUID(required=True, allow_none=True)
    on = fields.Date(required=True)


class PapersGivenSchema(Schema):
    items = fields.List(fields.Nested(PaperGivenSchema), required=True)


class ReturnedSchema(ApiSchema):
    reason = text(most=200)


class ClaimArguments(ApiSchema):
    name = text(most=50)


class ClaimSchema(Schema):
    elector_id = fields.UUID(required=True)
    elector = fields.String(required=True)
    address = fields.String(required=True)
    group = fields.String(required=True)
    receiver_id = fields.UUID(required=True, metadata={"description": "the elector, or the agent who votes for them"})
    receiver = fields.String(required=True)
    given_at = fields.String(required=True, allow_none=True, metadata={"description": "station; null while due"})
    paper_id = fields.UUID(required=True, allow_none=True, metadata={"description": "of its register entry"})


class ClaimsSchema(Schema):
    items = fields.List(fields.Nested(ClaimSchema), required=True)


@routes.route("/elections/<uuid:election_id>/register", methods=["GET"])
@requires("elections:roll:read")
@routes.arguments(ClaimArguments, location="query")
@routes.response(200, ClaimsSchema)
def list_claims(filters: dict[str, Any], election_id: UUID) -> dict[str, Any]:
    """The papers of electors with a name, and those that a person of this name receives for others"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        return {"items": [_claim(each) for each in paper_register.claims(session, found, filters["name"])]}


@routes.route("/stations/<uuid:station_id>/register", methods=["GET"])
@requires("elections:roll:read")
@routes.response(200, PapersGivenSchema)
def list_papers(station_id: UUID) -> dict[str, Any]:
    """The papers given out at a station, in no order"""
    with reading() as session:
        station = elections.station(session, current_actor(), station_id)
        return {"items": paper_register.given_at(session, station.id)}


@routes.route("/stations/<uuid:station_id>/register", methods=["POST"])
@requires("elections:tally")
@routes.arguments(NewPaperSchema)
@routes.response(201, PaperGivenSchema)
def give(command: dict[str, Any], station_id: UUID) -> Any:
    """Give out an elector's one paper while the poll is open, to the elector or to their agent"""
    return give_paper(current_actor(), station_id, **command)


@routes.route("/stations/<uuid:station_id>/register/import", methods=["POST"])
@requires("elections:tally")
@routes.arguments(FileSchema, location="files")
@routes.response(201, AddedSchema)
def import_file(files: dict[str, FileStorage], station_id: UUID) -> dict[str, int]:
    """Take in a station's sign-in list that was kept on paper (CSV or XLSX): all rows or none"""
    return {"added": import_papers(current_actor(), station_id, files["file"].read())}


@routes.route("/register/<uuid:given_id>/returned", methods=["POST"])
@requires("elections:write")
@routes.arguments(ReturnedSchema)
@routes.response(204)
def take_back(command: dict[str, Any], given_id: UUID) -> None:
    """Take back a paper that was given out by mistake and handed back unused"""
    take_back_paper(current_actor(), given_id, **command)


def _claim(each: paper_register.Claim) -> dict[str, Any]:
    receiver = each.agent or each.elector
    return {
        "elector_id": each.elector.id,
        "elector": each.elector.name,
        "address": each.elector.address,
        "group": each.elector.group,
        "receiver_id": receiver.id,
        "receiver": receiver.name,
        "given_at": each.station.name if each.station else None,
        "paper_id": each.paper.id if each.paper else None,
    }
