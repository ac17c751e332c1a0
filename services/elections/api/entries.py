"""Typing tally sheets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from werkzeug.datastructures import FileStorage

from services.elections.api.rolls import FileSchema
from services.elections.domain.post import Post
from services.elections.domain.tally import Figures, Sheet
from services.elections.workflows.entries import enter_sheet, enter_sheet_file
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema

routes = Blueprint("entries", authentication="bearer", url_prefix="/api/v1/stations", description="Tally sheets")


def _figure(**options: Any) -> fields.Integer:
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=1_000_000), **options)


class FiguresSchema(ApiSchema):
    void = _figure()
    votes = fields.Dict(keys=fields.UUID(), values=_figure(), required=True, metadata={"description": "by candidate"})
    others = fields.Integer(load_default=0, strict=True, validate=validate.Range(min=0, max=1_000_000))


class SheetSchema(ApiSchema):
    issued = _figure()
    recovered = _figure()
    contests = fields.Dict(
        keys=fields.String(validate=validate.OneOf([post.value for post in Post])),
        values=fields.Nested(FiguresSchema),
        required=True,
    )


class EntrySchema(Schema):
    id = fields.UUID(required=True)
    station_id = fields.UUID(required=True)
    clerk = fields.String(required=True)


@routes.route("/<uuid:station_id>/entries", methods=["POST"])
@requires("elections:tally")
@routes.arguments(SheetSchema)
@routes.response(201, EntrySchema)
def enter(command: dict[str, Any], station_id: UUID) -> Any:
    """Type a station's sheet; each of two people does, and may correct what they typed"""
    return enter_sheet(current_actor(), station_id, _sheet(command))


@routes.route("/<uuid:station_id>/entries/upload", methods=["POST"])
@requires("elections:tally")
@routes.arguments(FileSchema, location="files")
@routes.response(201, EntrySchema)
def enter_file(files: dict[str, FileStorage], station_id: UUID) -> Any:
    """The same, from a filled-in form (XLSX or CSV)"""
    return enter_sheet_file(current_actor(), station_id, files["file"].read())


def _sheet(command: dict[str, Any]) -> Sheet:
    contests = {
        Post(post): Figures(
            void=figures["void"],
            votes={str(candidate): votes for candidate, votes in figures["votes"].items()},
            others=figures["others"],
        )
        for post, figures in command["contests"].items()
    }
    return Sheet(command["issued"], command["recovered"], contests)
