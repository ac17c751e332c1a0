"""The roll: uploading a file, reading the electors."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from services.elections.domain.roll.electors import Elector as Registered
from services.elections.domain.roll.persons import Registration, Sex
from services.elections.domain.roll.roll_changes import ADDING, REMOVING, ChangeReason, DuplicateChoice, RollCheckKind
from services.elections.store import elections, rolls
from services.elections.store.database import reading
from services.elections.store.tables import Elector
from services.elections.workflows.roll_changes import add_elector, check_roll, remove_elector, settle_duplicate
from services.elections.workflows.rolls import accept_roll
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, PageArguments, page_of, text

routes = Blueprint("roll", authentication="bearer", url_prefix="/api/v1/elections", description="Roll of electors")


class FileSchema(ApiSchema):
    file = Upload(required=True, metadata={"description": "CSV (UTF-8 or GB18030) or XLSX"})


class AcceptedSchema(Schema):
    job_id = fields.UUID(required=True)


class ElectorSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    sex = fields.String(required=True)
    birth_date = fields.Date(required=True)
    address = fields.String(required=True)
    group = fields.String(required=True)
    registration = fields.String(required=True)


class ElectorFilters(PageArguments):
    version = fields.Integer(load_default=None, validate=validate.Range(min=1))
    name = fields.String(load_default=None, validate=validate.Length(min=1, max=50))


class VersionSchema(Schema):
    number = fields.Integer(required=True)
    electors = fields.Integer(required=True)
    roll_hash = fields.String(required=True)
    on = fields.Date(required=True)
    reason = fields.String(required=True)


class VersionsSchema(Schema):
    items = fields.List(fields.Nested(VersionSchema), required=True)


class NewElectorSchema(ApiSchema):
    name = text(most=50)
    sex = fields.Enum(Sex, by_value=True, required=True)
    birth_date = fields.Date(required=True)
    address = text(most=200)
    group = fields.String(load_default="", validate=validate.Length(max=50))
    registration = fields.Enum(Registration, by_value=True, required=True)


class AdditionSchema(NewElectorSchema):
    reason = fields.Enum(ChangeReason, by_value=True, required=True, validate=validate.OneOf(ADDING))
    on = fields.Date(load_default=None)


class RemovalSchema(ApiSchema):
    elector_id = fields.UUID(required=True)
    reason = fields.Enum(ChangeReason, by_value=True, required=True, validate=validate.OneOf(REMOVING))
    on = fields.Date(load_default=None)


class RollCheckSchema(ApiSchema):
    kind = fields.Enum(RollCheckKind, by_value=True, required=True)
    office = text(most=100)
    document = text(most=200)
    on = fields.Date(required=True)


class CommunityRefSchema(Schema):
    area = fields.String(required=True)
    name = fields.String(required=True)


class DuplicateSchema(Schema):
    elector = fields.Nested(ElectorSchema, required=True)
    other_id = fields.UUID(required=True)
    community = fields.Nested(CommunityRefSchema, required=True)
    decision = fields.String(required=True, allow_none=True)


class DuplicatesSchema(Schema):
    items = fields.List(fields.Nested(DuplicateSchema), required=True)


class SettlementSchema(ApiSchema):
    elector_id = fields.UUID(required=True)
    other_id = fields.UUID(required=True)
    decision = fields.Enum(DuplicateChoice, by_value=True, required=True)
    evidence = text(most=500)


@routes.route("/<uuid:election_id>/roll", methods=["POST"])
@requires("elections:write")
@routes.arguments(FileSchema, location="files")
@routes.response(202, AcceptedSchema)
def upload(files: dict[str, FileStorage], election_id: UUID) -> tuple[dict[str, UUID], int, dict[str, str]]:
    """Replace the roll by a file's rows: all or none, as a job whose outcome names every bad row"""
    file = files["file"]
    job_id = accept_roll(current_actor(), election_id, name=file.filename or "", content=file.read())
    return {"job_id": job_id}, 202, {"Location": f"/api/v1/jobs/{job_id}"}


@routes.route("/<uuid:election_id>/electors", methods=["GET"])
@requires("elections:roll:read")
@routes.arguments(ElectorFilters, location="query")
@routes.response(200, page_of(ElectorSchema))
def list_electors(filters: dict[str, Any], election_id: UUID) -> Page:
    """The electors, in the order of the file, now or in a version. For those who keep the roll: it has birth dates"""
    version, name = filters.pop("version"), filters.pop("name")
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        query = select(Elector).where(rolls.present(found.roll_election, version))
        query = query.where(Elector.name == name) if name else query
        return paginate(session, query, key=Elector.id, parse=UUID, **filters)


@routes.route("/<uuid:election_id>/electors/<uuid:elector_id>", methods=["GET"])
@requires("elections:roll:read")
@routes.response(200, ElectorSchema)
def show_elector(election_id: UUID, elector_id: UUID) -> Any:
    """One who is on the roll now"""
    with reading() as session:
        return rolls.elector(session, elections.election(session, current_actor(), election_id), elector_id)


@routes.route("/<uuid:election_id>/roll/versions", methods=["GET"])
@requires("elections:read")
@routes.response(200, VersionsSchema)
def list_versions(election_id: UUID) -> dict[str, Any]:
    """The published roll (1) and each later version, with its hash, day and reason"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        return {"items": rolls.versions(session, found.roll_election)}


@routes.route("/<uuid:election_id>/roll/additions", methods=["POST"])
@requires("elections:write")
@routes.arguments(AdditionSchema)
@routes.response(201, ElectorSchema)
def add(command: dict[str, Any], election_id: UUID) -> Any:
    """Add one elector, with the reason; after publication that makes a new version"""
    reason, on = command.pop("reason"), command.pop("on")
    return add_elector(current_actor(), election_id, Registered(**command), reason=reason, on=on)


@routes.route("/<uuid:election_id>/roll/removals", methods=["POST"])
@requires("elections:write")
@routes.arguments(RemovalSchema)
@routes.response(204)
def remove(command: dict[str, Any], election_id: UUID) -> None:
    """Take one elector out, with the reason"""
    remove_elector(current_actor(), election_id, **command)


@routes.route("/<uuid:election_id>/roll/checks", methods=["POST"])
@requires("elections:write")
@routes.arguments(RollCheckSchema)
@routes.response(201, RollCheckSchema)
def check(command: dict[str, Any], election_id: UUID) -> Any:
    """Record who checked the electors' political rights, or confirmed the community workers among them"""
    return check_roll(current_actor(), election_id, **command)


@routes.route("/<uuid:election_id>/roll/duplicates", methods=["GET"])
@requires("elections:roll:read")
@routes.response(200, DuplicatesSchema)
def list_duplicates(election_id: UUID) -> dict[str, Any]:
    """Electors who stand on another roll of the district, too; of the other one only the community is told"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        return {
            "items": [
                {
                    "elector": own,
                    "other_id": other.id,
                    "community": {"area": area.code, "name": area.name},
                    "decision": decision.decision if decision else None,
                }
                for own, other, area, decision in rolls.duplicates(session, found)
            ]
        }


@routes.route("/<uuid:election_id>/roll/duplicates", methods=["POST"])
@requires("elections:write")
@routes.arguments(SettlementSchema)
@routes.response(201, SettlementSchema)
def settle(command: dict[str, Any], election_id: UUID) -> Any:
    """Decide on an elector who stands on two rolls: kept here, or another person; or take the elector out instead"""
    return settle_duplicate(current_actor(), election_id, **command)
