"""The account of the papers, and what the election committee decided about doubtful ones."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.elections.domain.counting.doubtful import Decision
from services.elections.domain.polling.papers import WITNESSES, Account, Stock
from services.elections.store import elections, polling
from services.elections.store.database import reading
from services.elections.workflows.papers import (
    Destruction,
    Doubtful,
    destroy_surplus,
    record_account,
    record_doubtful,
    record_stock,
)
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.schemas import ApiSchema, text

routes = Blueprint("papers", authentication="bearer", url_prefix="/api/v1", description="Account of the papers")


def _papers(**options: Any) -> fields.Integer:
    options = {"required": True, **options}
    return fields.Integer(strict=True, validate=validate.Range(min=0, max=1_000_000), **options)


class NewStockSchema(ApiSchema):
    printed = _papers()
    kept = _papers(metadata={"description": "given to no station"})


class NewAccountSchema(ApiSchema):
    received = _papers()
    issued = _papers(metadata={"description": "given to voters"})
    left_over = _papers()
    spoiled = _papers(metadata={"description": "spoiled before use, or exchanged for another"})
    written_for = _papers(
        required=False, load_default=None, allow_none=True, metadata={"description": "of those issued, by a writer"}
    )


class DestructionSchema(ApiSchema):
    count = _papers()
    witnesses = fields.List(text(most=50), required=True, validate=validate.Length(min=WITNESSES, max=10))
    on = fields.Date(load_default=None)


class NewDoubtfulSchema(ApiSchema):
    sheet = fields.Integer(load_default=1, strict=True, validate=validate.Range(min=1, max=200))
    papers = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=1_000_000))
    ground = text(most=50, metadata={"description": "a code of the rules' void grounds: why they are in doubt"})
    decision = fields.Enum(Decision, by_value=True, required=True)
    decided_by = fields.List(
        text(most=50),
        required=True,
        validate=validate.Length(min=1, max=20),
        metadata={"description": "members of the election committee"},
    )
    note = text(most=500, required=False)


class AccountSchema(Schema):
    station_id = fields.UUID(required=True)
    station = fields.String(required=True)
    received = fields.Integer(required=True, allow_none=True)
    issued = fields.Integer(required=True, allow_none=True)
    left_over = fields.Integer(required=True, allow_none=True)
    spoiled = fields.Integer(required=True, allow_none=True)
    written_for = fields.Integer(required=True, allow_none=True)
    version = fields.Integer(required=True, metadata={"description": "0 while nothing is recorded"})


class PapersSchema(Schema):
    printed = fields.Integer(required=True, allow_none=True)
    kept = fields.Integer(required=True, allow_none=True)
    destroyed = fields.Integer(required=True, allow_none=True)
    destroyed_on = fields.Date(required=True, allow_none=True)
    witnesses = fields.List(fields.String(), required=True, allow_none=True)
    version = fields.Integer(required=True, metadata={"description": "0 while nothing is recorded"})
    items = fields.List(fields.Nested(AccountSchema), required=True)


class DoubtfulSchema(Schema):
    id = fields.UUID(required=True)
    station_id = fields.UUID(required=True)
    station = fields.String(required=True)
    sheet = fields.Integer(required=True)
    papers = fields.Integer(required=True)
    ground = fields.String(required=True)
    decision = fields.String(required=True)
    decided_by = fields.List(fields.String(), required=True)
    note = fields.String(required=True)
    by = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class DoubtfulListSchema(Schema):
    items = fields.List(fields.Nested(DoubtfulSchema), required=True)


@routes.route("/elections/<uuid:election_id>/papers", methods=["GET"])
@requires("elections:read")
@routes.response(200, PapersSchema)
def show(election_id: UUID) -> Any:
    """All papers: printed, kept, by station, destroyed"""
    shown = _shown(election_id)
    return shown, 200, etag(shown["version"])


@routes.route("/elections/<uuid:election_id>/papers", methods=["PUT"])
@requires("elections:write")
@routes.arguments(NewStockSchema)
@routes.response(200, PapersSchema)
def record(command: dict[str, Any], election_id: UUID) -> Any:
    """How many papers were printed, and how many of them no station got"""
    row = record_stock(current_actor(), election_id, Stock(**command), version=expected_version())
    return _shown(election_id), 200, etag(row.version)


@routes.route("/stations/<uuid:station_id>/papers", methods=["PUT"])
@requires("elections:write")
@routes.arguments(NewAccountSchema)
@routes.response(200, AccountSchema)
def record_of_station(command: dict[str, Any], station_id: UUID) -> Any:
    """A station's papers: received = issued + left over + spoiled"""
    row = record_account(current_actor(), station_id, Account(**command), version=expected_version())
    with reading() as session:
        name = elections.station(session, current_actor(), station_id).name
    return {**command, "station_id": station_id, "station": name, "version": row.version}, 200, etag(row.version)


@routes.route("/elections/<uuid:election_id>/papers/destruction", methods=["POST"])
@requires("elections:write")
@routes.arguments(DestructionSchema)
@routes.response(200, PapersSchema)
def destroy(command: dict[str, Any], election_id: UUID) -> dict[str, Any]:
    """Two persons destroyed the surplus papers, after the poll and before the count"""
    destroy_surplus(current_actor(), election_id, Destruction(**command))
    return _shown(election_id)


@routes.route("/elections/<uuid:election_id>/doubtful-papers", methods=["GET"])
@requires("elections:read")
@routes.response(200, DoubtfulListSchema)
def list_doubtful(election_id: UUID) -> dict[str, Any]:
    """What was decided about doubtful papers, in the order recorded"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        names = {station.id: station.name for station in elections.stations(session, found.id)}
        return {"items": [_doubtful(row, names[row.station_id]) for row in polling.doubtful(session, found.id)]}


@routes.route("/stations/<uuid:station_id>/doubtful-papers", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewDoubtfulSchema)
@routes.response(201, DoubtfulSchema)
def decide_doubtful(command: dict[str, Any], station_id: UUID) -> dict[str, Any]:
    """Record what the election committee decided about doubtful papers, before the open calling"""
    row = record_doubtful(current_actor(), station_id, Doubtful(**command))
    with reading() as session:
        return _doubtful(row, elections.station(session, current_actor(), station_id).name)


def _shown(election_id: UUID) -> dict[str, Any]:
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        stock, accounts = polling.stock(session, found.id), polling.accounts(session, found.id)
        items = [
            {**_numbers(accounts.get(station.id)), "station_id": station.id, "station": station.name}
            for station in elections.stations(session, found.id)
        ]
    names = ("printed", "kept", "destroyed", "destroyed_on", "witnesses")
    return {
        **{name: getattr(stock, name, None) for name in names},
        "version": stock.version if stock else 0,
        "items": items,
    }


def _numbers(account: Any) -> dict[str, Any]:
    names = ("received", "issued", "left_over", "spoiled", "written_for")
    return {**{name: getattr(account, name, None) for name in names}, "version": account.version if account else 0}


def _doubtful(row: Any, station: str) -> dict[str, Any]:
    names = ("id", "station_id", "sheet", "papers", "ground", "decision", "decided_by", "note", "by", "at")
    return {**{name: getattr(row, name) for name in names}, "station": station}
