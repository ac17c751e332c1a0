"""Call-outs (唱票): logs of called papers, sent in batches, taken over, signed off by three persons."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session

from services.elections.api.entries import SheetSchema, shown_sheet
from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.callout import Marks, Record, Sent
from services.elections.domain.counting.callout_signing import Reached, SigningRole
from services.elections.store import callouts, elections, polling, tables
from services.elections.store.database import reading
from services.elections.workflows import callouts as workflows
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("callouts", authentication="bearer", url_prefix="/api/v1", description="Calling out papers (唱票)")

_NAMES = 100  # on one paper; more is no paper
_BATCH = 500  # records at a time: a device that was offline sends the rest next


class OpenCalloutSchema(ApiSchema):
    sheet = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))
    issued = fields.Integer(
        load_default=None,
        validate=validate.Range(min=0, max=1_000_000),
        metadata={"description": "default: what the station's account of the papers says, where it has one sheet"},
    )


class MarksSchema(ApiSchema):
    votes = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=_NAMES))
    against = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=_NAMES))
    write_ins = fields.List(text(most=50, required=False), load_default=list, validate=validate.Length(max=_NAMES))
    void = text(most=50, required=False, load_default=None, allow_none=True, metadata={"description": "its ground"})


class RecordSchema(ApiSchema):
    """`hash` is the SHA-256 of `[number, id, replaces, [[post, void, votes, against, write_ins], …], previous]` as JSON
    without spaces, in UTF-8, posts in alphabetical order."""

    number = fields.Integer(required=True, validate=validate.Range(min=1, max=1_000_000))
    id = fields.UUID(required=True, metadata={"description": "version 4: random"})
    replaces = fields.UUID(load_default=None, allow_none=True, metadata={"description": "id of the record corrected"})
    contests = fields.Dict(
        keys=fields.String(validate=validate.OneOf([post.value for post in Post])),
        values=fields.Nested(MarksSchema),
        load_default=dict,
        metadata={"description": "by post; empty to take the replaced record back"},
    )
    previous = text(most=64, metadata={"description": "hash of the record before, of the first the call-out's id"})
    hash = text(most=64)


class BatchSchema(ApiSchema):
    items = fields.List(fields.Nested(RecordSchema), required=True, validate=validate.Length(min=1, max=_BATCH))


class ReasonSchema(ApiSchema):
    reason = text(most=500)


class SignSchema(ApiSchema):
    role = fields.Enum(SigningRole, by_value=True, required=True)
    records = fields.Integer(required=True, validate=validate.Range(min=0, max=1_000_000))
    head = text(most=64)


class SignatureSchema(Schema):
    role = fields.String(required=True)
    subject = fields.String(required=True)


class TakeoverSchema(Schema):
    records = fields.Integer(required=True)
    taken_from = fields.String(required=True)
    taken_by = fields.String(required=True)
    reason = fields.String(required=True)
    on = fields.Date(required=True)


class CalloutSchema(Schema):
    id = fields.UUID(required=True)
    election_id = fields.UUID(required=True)
    station_id = fields.UUID(required=True)
    station = fields.String(required=True)
    sheet = fields.Integer(required=True)
    state = fields.String(required=True)
    recorder = fields.String(required=True)
    opened_on = fields.Date(required=True)
    records = fields.Integer(required=True, metadata={"description": "of the log, corrections included"})
    head = fields.String(required=True, metadata={"description": "hash of the last record"})
    papers = fields.Integer(required=True)
    issued = fields.Integer(required=True)
    account_issued = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "the same by the account of the papers, if recorded; null for one of several sheets"},
    )
    totals = fields.Nested(SheetSchema, required=True)
    signatures = fields.List(fields.Nested(SignatureSchema), required=True)
    signed_by = fields.List(fields.String(), required=True)
    takeovers = fields.List(fields.Nested(TakeoverSchema), required=True)
    reason = fields.String(required=True, allow_none=True, metadata={"description": "why it was given up"})


class CalloutsSchema(Schema):
    items = fields.List(fields.Nested(CalloutSchema), required=True)


class ReadRecordSchema(Schema):
    number = fields.Integer(required=True)
    id = fields.UUID(required=True)
    replaces = fields.UUID(required=True, allow_none=True)
    contests = fields.Dict(keys=fields.String(), values=fields.Nested(MarksSchema), required=True)
    previous = fields.String(required=True)
    hash = fields.String(required=True)


class LogSchema(Schema):
    items = fields.List(fields.Nested(ReadRecordSchema), required=True)


@routes.route("/elections/<uuid:election_id>/callouts", methods=["GET"])
@requires("elections:read")
@routes.response(200, CalloutsSchema)
def list_callouts(election_id: UUID) -> dict[str, Any]:
    """All call-outs in the order opened, those that were given up too"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        return {"items": [_shown(session, each) for each in callouts.of_election(session, found.id)]}


@routes.route("/stations/<uuid:station_id>/callouts", methods=["POST"])
@requires("elections:tally")
@routes.arguments(OpenCalloutSchema)
@routes.response(201, CalloutSchema)
def open_callout(command: dict[str, Any], station_id: UUID) -> dict[str, Any]:
    """Begin to call out the papers of a sheet; who does is its recorder"""
    return _answer(workflows.open_callout(current_actor(), station_id, **command))


@routes.route("/callouts/<uuid:callout_id>", methods=["GET"])
@requires("elections:read")
@routes.response(200, CalloutSchema)
def show(callout_id: UUID) -> dict[str, Any]:
    """How far its log has got, what it comes to, and who has signed it"""
    with reading() as session:
        return _shown(session, callouts.callout(session, current_actor(), callout_id))


@routes.route("/callouts/<uuid:callout_id>/papers", methods=["GET"])
@requires("elections:read")
@routes.response(200, LogSchema)
def list_papers(callout_id: UUID) -> dict[str, Any]:
    """The whole log, for auditing and for a recorder who goes on on another device"""
    with reading() as session:
        log = callouts.log(session, callouts.callout(session, current_actor(), callout_id))
    return {"items": [_described(record) for record in log.records]}


@routes.route("/callouts/<uuid:callout_id>/papers", methods=["POST"])
@requires("elections:tally")
@routes.arguments(BatchSchema)
@routes.response(200, CalloutSchema)
def record(command: dict[str, Any], callout_id: UUID) -> dict[str, Any]:
    """Add records; those that are there may be sent again and change nothing"""
    return _answer(workflows.record_papers(current_actor(), callout_id, [_sent(each) for each in command["items"]]))


@routes.route("/callouts/<uuid:callout_id>/takeover", methods=["POST"])
@requires("elections:tally")
@routes.arguments(ReasonSchema)
@routes.response(200, CalloutSchema)
def take_over(command: dict[str, Any], callout_id: UUID) -> dict[str, Any]:
    """Go on recording in another's place"""
    return _answer(workflows.take_over(current_actor(), callout_id, **command))


@routes.route("/callouts/<uuid:callout_id>/signatures", methods=["POST"])
@requires("elections:tally")
@routes.arguments(SignSchema)
@routes.response(200, CalloutSchema)
def sign(command: dict[str, Any], callout_id: UUID) -> dict[str, Any]:
    """Sign the log as it stands; the third signature makes it the recorder's entry"""
    seen = Reached(command["records"], command["head"])
    return _answer(workflows.sign(current_actor(), callout_id, role=command["role"], seen=seen))


@routes.route("/callouts/<uuid:callout_id>/abandonment", methods=["POST"])
@requires("elections:tally")
@routes.arguments(ReasonSchema)
@routes.response(200, CalloutSchema)
def abandon(command: dict[str, Any], callout_id: UUID) -> dict[str, Any]:
    """Give it up, with a reason; its sheet is then counted from the papers"""
    return _answer(workflows.abandon(current_actor(), callout_id, **command))


def _answer(callout: tables.Callout) -> dict[str, Any]:
    with reading() as session:
        return _shown(session, callout)


def _shown(session: Session, row: tables.Callout) -> dict[str, Any]:
    names = ("id", "election_id", "station_id", "sheet", "state", "recorder", "opened_on", "records", "head", "reason")
    signatures = callouts.signatures(session, row)
    station, account = session.get_one(tables.Station, row.station_id), polling.account(session, row.station_id)
    return {
        **{name: getattr(row, name) for name in names},
        "station": station.name,
        "issued": row.issued,
        "account_issued": account.issued if account and station.sheets == 1 else None,
        "papers": row.totals["recovered"],
        "totals": shown_sheet(row.totals),
        "signatures": signatures,
        "signed_by": [each.subject for each in signatures],
        "takeovers": callouts.takeovers(session, row),
    }


def _sent(command: dict[str, Any]) -> Sent:
    record = Record(
        number=command["number"],
        id=str(command["id"]),
        previous=command["previous"],
        contests={Post(post): Marks.from_facts(facts) for post, facts in command["contests"].items()},
        replaces=str(command["replaces"]) if command["replaces"] else None,
    )
    return Sent(record, command["hash"])


def _described(record: Record) -> dict[str, Any]:
    return {
        "number": record.number,
        "id": record.id,
        "replaces": record.replaces,
        "contests": {post.value: marks.as_facts() for post, marks in record.contests.items()},
        "previous": record.previous,
        "hash": record.hash,
    }
