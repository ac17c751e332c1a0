"""Typing tally sheets, and reading what was typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from werkzeug.datastructures import FileStorage

from services.elections.api.rolls import FileSchema
from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.tally import ENTRIES_NEEDED, Figures, Sheet
from services.elections.workflows.entries import Entered, enter_sheet, enter_sheet_file, readable_entries
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.problems import ProblemFieldSchema, describe_field
from shared.web.schemas import ApiSchema, text

routes = Blueprint("entries", authentication="bearer", url_prefix="/api/v1/stations", description="Tally sheets")


def _figure(**options: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(min=0, max=1_000_000), **options)


class WriteInSchema(ApiSchema):
    name = text(most=50)
    votes = _figure(required=True)


class FiguresSchema(ApiSchema):
    void = _figure(required=True)
    votes = fields.Dict(
        keys=fields.UUID(), values=_figure(), required=True, metadata={"description": "by candidate's id"}
    )
    others = _figure(load_default=0)
    void_grounds = fields.Dict(
        keys=fields.String(), values=_figure(), load_default=dict, metadata={"description": "void papers by ground"}
    )
    write_ins = fields.List(
        fields.Nested(WriteInSchema),
        load_default=list,
        validate=validate.Length(max=200),
        metadata={"description": "who the others are"},
    )
    against = fields.Dict(
        keys=fields.UUID(), values=_figure(), load_default=dict, metadata={"description": "by candidate's id"}
    )
    abstained = fields.Dict(
        keys=fields.UUID(), values=_figure(), load_default=dict, metadata={"description": "by candidate's id"}
    )


class SheetSchema(ApiSchema):
    issued = _figure(required=True)
    recovered = _figure(required=True)
    contests = fields.Dict(
        keys=fields.String(validate=validate.OneOf([post.value for post in Post])),
        values=fields.Nested(FiguresSchema),
        required=True,
        metadata={"description": "by post"},
    )


class NewEntrySchema(SheetSchema):
    sheet = fields.Integer(
        load_default=1,
        strict=True,
        validate=validate.Range(min=1, max=200),
        metadata={"description": "which of the station's sheets"},
    )


class EntrySchema(Schema):
    id = fields.UUID(required=True)
    number = fields.Integer(required=True, metadata={"description": "which of the station's sheets"})
    clerk = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)


class ReadEntrySchema(EntrySchema):
    sheet = fields.Nested(
        SheetSchema,
        required=True,
        allow_none=True,
        metadata={"description": "null for another's entry until two people have typed"},
    )


class EntriesSchema(Schema):
    items = fields.List(fields.Nested(ReadEntrySchema), required=True)


class EnteredSchema(EntrySchema):
    station_id = fields.UUID(required=True)
    doubts = fields.List(
        fields.Nested(ProblemFieldSchema), required=True, metadata={"description": "look these up on the paper again"}
    )
    agreed = fields.Boolean(
        required=True, allow_none=True, metadata={"description": "null until two people have typed"}
    )


@routes.route("/<uuid:station_id>/entries", methods=["GET"])
@requires("elections:read")
@routes.response(200, EntriesSchema)
def list_entries(station_id: UUID) -> dict[str, Any]:
    """Every typing of a station's sheets, in order; of each clerk the latest counts"""
    entries = readable_entries(current_actor(), station_id)
    return {
        "items": [
            {**_described(entry), "sheet": shown_sheet(entry.figures) if readable else None}
            for entry, readable in entries
        ]
    }


@routes.route("/<uuid:station_id>/entries", methods=["POST"])
@requires("elections:tally")
@routes.arguments(NewEntrySchema)
@routes.response(201, EnteredSchema)
def enter(command: dict[str, Any], station_id: UUID) -> dict[str, Any]:
    """Type one of a station's sheets; each of two people does, and may correct what they typed"""
    return _entered(enter_sheet(current_actor(), station_id, _sheet(command), number=command["sheet"]))


@routes.route("/<uuid:station_id>/entries/upload", methods=["POST"])
@requires("elections:tally")
@routes.arguments(FileSchema, location="files")
@routes.response(201, EnteredSchema)
def enter_file(files: dict[str, FileStorage], station_id: UUID) -> dict[str, Any]:
    """The same, from a filled-in form (XLSX or CSV)"""
    return _entered(enter_sheet_file(current_actor(), station_id, files["file"].read()))


def shown_sheet(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Stored figures as they are sent: without the parts that this paper does not have."""
    return {**facts, "contests": {post: _shown_figures(figures) for post, figures in facts["contests"].items()}}


def _shown_figures(figures: Mapping[str, Any]) -> dict[str, Any]:
    write_ins = [{"name": name, "votes": votes} for name, votes in figures.get("write_ins", {}).items()]
    shown = {**figures, "write_ins": write_ins}
    return {name: value for name, value in shown.items() if value or name not in _OPTIONAL}


_OPTIONAL = ("void_grounds", "write_ins", "against", "abstained")


def _described(entry: Any) -> dict[str, Any]:
    names = ("id", "station_id", "clerk", "created_at")
    return {**{name: getattr(entry, name) for name in names}, "number": entry.sheet}


def _entered(entered: Entered) -> dict[str, Any]:
    compared = entered.comparison
    return {
        **_described(entered.entry),
        "doubts": [describe_field(doubt) for doubt in entered.doubts],
        "agreed": compared.agreed is not None if compared.entries == ENTRIES_NEEDED else None,
    }


def _sheet(command: Mapping[str, Any]) -> Sheet:
    contests = {Post(post): _figures(figures) for post, figures in command["contests"].items()}
    return Sheet(command["issued"], command["recovered"], contests)


def _figures(figures: Mapping[str, Any]) -> Figures:
    """A name that was typed twice keeps both counts."""
    write_ins: Counter[str] = Counter()
    for each in figures["write_ins"]:
        write_ins[each["name"]] += each["votes"]
    by_candidate = {
        part: {str(candidate): votes for candidate, votes in figures[part].items()}
        for part in ("votes", "against", "abstained")
    }
    return Figures(
        void=figures["void"],
        others=figures["others"],
        void_grounds=figures["void_grounds"],
        write_ins=dict(write_ins),
        **by_candidate,
    )
