"""Selections in stages, such as 两推一询: a personnel matter, so nothing of it is public."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.elections.api.elections import FindingSchema
from services.elections.domain.committee.selections import NameCount, StageTally
from services.elections.domain.roll.relatives import Person
from services.elections.store import queries, selections
from services.elections.store.database import reading
from services.elections.store.selection_schemes import schemes
from services.elections.store.tables import HeldStage, Selection
from services.elections.workflows.selections import NewSelection, StageRecord, open_selection, record_stage
from shared.auth.actor import Actor
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("selections", authentication="bearer", url_prefix="/api/v1", description="Selections in stages")

_SHOWN = ("id", "area", "title", "scheme", "purpose", "opened_by", "opened_at")
_HELD = ("held_on", "place", "roster", "present", "quorum", "counts", "document", "document_hash", "recorded_by")
_FIGURES = ("votes", "agreed", "against", "goes_on")
_PRIVATE = {"description": "for elections:roll:read only"}


def _number(least: int = 0, *, required: bool = True) -> fields.Integer:
    return fields.Integer(strict=True, required=required, validate=validate.Range(min=least, max=1_000_000))


class NewSelectionSchema(ApiSchema):
    title = text(most=200)
    scheme = text(most=50, required=False, load_default="liang-tui-yi-xun")
    purpose = text(most=200, metadata={"description": "what the names are wanted for, such as the post"})


class NameCountSchema(ApiSchema):
    name = text(most=50)
    birth_date = fields.Date(required=True)
    votes = _number(required=False)
    agreed = _number(required=False)
    against = _number(required=False)


class StageRecordSchema(ApiSchema):
    held_on = fields.Date(required=True)
    place = text(most=200)
    roster = _number(1)
    present = _number()
    tally = fields.List(
        fields.Nested(NameCountSchema),
        load_default=list,
        validate=validate.Length(max=500),
        metadata={"description": "`votes` where people recommend, `agreed` and `against` where they are asked"},
    )
    document = text(most=200, metadata={"description": "the record's name"})
    document_hash = fields.String(
        load_default=None, validate=validate.Regexp("^[0-9a-f]{64}$"), metadata={"description": "its SHA-256, in hex"}
    )


class SelectedNameSchema(Schema):
    name = fields.String(required=True)
    birth_date = fields.Date(metadata=_PRIVATE)


class NameResultSchema(SelectedNameSchema):
    votes = fields.Integer(required=True, allow_none=True)
    agreed = fields.Integer(required=True, allow_none=True)
    against = fields.Integer(required=True, allow_none=True)
    goes_on = fields.Nested(FindingSchema, required=True)


class HeldStageSchema(Schema):
    stage = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    held_on = fields.Date(required=True)
    place = fields.String(required=True)
    roster = fields.Integer(required=True)
    present = fields.Integer(required=True)
    quorum = fields.Nested(FindingSchema, required=True)
    counts = fields.Boolean(required=True, metadata={"description": "false without a quorum: held again"})
    names = fields.List(fields.Nested(NameResultSchema), required=True)
    document = fields.String(required=True)
    document_hash = fields.String(required=True, allow_none=True)
    recorded_by = fields.String(required=True)


class NextStageSchema(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    names = fields.List(
        fields.Nested(SelectedNameSchema),
        required=True,
        allow_none=True,
        metadata={"description": "who may be named; null at the first stage"},
    )


class SelectionSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    title = fields.String(required=True)
    scheme = fields.String(required=True)
    scheme_name = fields.String(required=True)
    purpose = fields.String(required=True)
    opened_by = fields.String(required=True)
    opened_at = fields.AwareDateTime(required=True)
    stages = fields.List(fields.Nested(HeldStageSchema), required=True)
    next_stage = fields.Nested(NextStageSchema, required=True, allow_none=True)
    outcome = fields.List(
        fields.Nested(SelectedNameSchema),
        required=True,
        allow_none=True,
        metadata={"description": "once it is over: who may be put forward as nominees"},
    )


class SelectionsSchema(Schema):
    items = fields.List(fields.Nested(SelectionSchema), required=True)


@routes.route("/areas/<string(length=12):code>/selections", methods=["GET"])
@requires("elections:read")
@routes.response(200, SelectionsSchema)
def list_selections(code: str) -> dict[str, Any]:
    """A community's selections with their stages, the latest first"""
    actor = current_actor()
    queries.area(actor, code)
    with reading() as session:
        found = selections.selections(session, code)
    return {"items": [_shown(actor, each) for each in found]}


@routes.route("/areas/<string(length=12):code>/selections", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewSelectionSchema)
@routes.response(201, SelectionSchema)
def open_(command: dict[str, Any], code: str) -> dict[str, Any]:
    """Open a selection; its stages follow in the order of the scheme"""
    actor = current_actor()
    queries.area(actor, code)
    return _shown(actor, open_selection(actor, NewSelection(area=code, **command)))


@routes.route("/selections/<uuid:selection_id>", methods=["GET"])
@requires("elections:read")
@routes.response(200, SelectionSchema)
def show(selection_id: UUID) -> dict[str, Any]:
    """The report: each stage's arithmetic, who went on, and the outcome"""
    actor = current_actor()
    with reading() as session:
        found = selections.selection(session, actor, selection_id)
    return _shown(actor, found)


@routes.route("/selections/<uuid:selection_id>/stages/<string:stage>", methods=["POST"])
@requires("elections:write")
@routes.arguments(StageRecordSchema)
@routes.response(201, SelectionSchema)
def record(command: dict[str, Any], selection_id: UUID, stage: str) -> dict[str, Any]:
    """Record a stage as it was held; without a quorum it does not count and is held again"""
    actor = current_actor()
    counts = [NameCount(Person(each.pop("name"), each.pop("birth_date")), **each) for each in command.pop("tally")]
    tally = StageTally(command.pop("roster"), command.pop("present"), counts)
    return _shown(actor, record_stage(actor, selection_id, stage, StageRecord(tally=tally, **command)))


def _shown(actor: Actor, row: Selection) -> dict[str, Any]:
    with reading() as session:
        held = selections.held(session, row.id)
    due = selections.progress_of(row, held)
    names = None if due.names is None else [_person(actor, each.name, each.birth_date) for each in due.names]
    following = due.next and {"code": due.next.code, "name": due.next.name, "kind": due.next.kind, "names": names}
    return {
        **{name: getattr(row, name) for name in _SHOWN},
        "scheme_name": schemes()[row.scheme].name,
        "stages": [_held(actor, row.scheme, each) for each in held],
        "next_stage": following,
        "outcome": None if following else names,
    }


def _held(actor: Actor, scheme: str, row: HeldStage) -> dict[str, Any]:
    stage = schemes()[scheme].stage(row.stage)
    names = [
        {
            **_person(actor, each["name"], date.fromisoformat(each["birth_date"])),
            **{name: each[name] for name in _FIGURES},
        }
        for each in row.names["items"]
    ]
    named = {"stage": row.stage, "name": stage.name if stage else row.stage, "kind": stage.kind if stage else ""}
    return {**{name: getattr(row, name) for name in _HELD}, **named, "names": names}


def _person(actor: Actor, name: str, birth_date: date) -> dict[str, Any]:
    return {"name": name} | ({"birth_date": birth_date} if actor.has("elections:roll:read") else {})
