"""The roster as it stood on a day, as a file to and fro, and how many of each post a community is to have."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response
from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate
from sqlalchemy import ColumnElement
from werkzeug.datastructures import FileStorage

from services.training.domain.office.ages import age_on
from services.training.domain.office.posts import Post, Team
from services.training.domain.office.roster_file import COLUMNS, line_of
from services.training.store import roster
from services.training.store.database import reading
from services.training.store.roster import Standing
from services.training.store.tables import Term
from services.training.workflows.roster import establish
from services.training.workflows.roster_import import Imported, import_roster, roster_entries
from shared import clock
from shared.errors import NotFound
from shared.tabular.export import Cell, csv_file, workbook_file
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField

routes = Blueprint("roster", authentication="bearer", url_prefix="/api/v1/roster", description="The roster of cadres")

FORMATS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_FILE = {"type": "string", "format": "binary"}


class RosterArguments(ApiSchema):
    area = AreaCodeField(load_default=None)
    on = fields.Date(load_default=None, metadata={"description": "as it stood on this day; today by default"})
    team = fields.Enum(Team, by_value=True, load_default=None)


class StandingSchema(Schema):
    cadre_id = fields.UUID(required=True)
    area = fields.String(required=True)
    name = fields.String(required=True)
    sex = fields.String(required=True)
    age = fields.Integer(required=True)
    posts = fields.List(fields.String(), required=True)
    education = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    party = fields.String(required=True, allow_none=True)
    home_unit = fields.String(required=True)
    birth_date = fields.Date(metadata={"description": "for training:roster:read only"})


class RosterSchema(Schema):
    items = fields.List(fields.Nested(StandingSchema), required=True)


class TemplateArguments(ApiSchema):
    format = fields.String(validate=validate.OneOf(list(FORMATS)), load_default="xlsx")


class RosterFileArguments(TemplateArguments):
    area = AreaCodeField(load_default=None)


class RosterUploadSchema(ApiSchema):
    file = Upload(required=True, metadata={"description": "CSV (UTF-8 or GB18030) or XLSX"})


class ImportedSchema(Schema):
    rows = fields.Integer(required=True)
    cadres = fields.Integer(required=True, metadata={"description": "new ones"})
    terms = fields.Integer(required=True, metadata={"description": "new ones"})
    profiles = fields.Integer(required=True, metadata={"description": "cadres of whom something new was told"})


class RosterAreaArguments(ApiSchema):
    area = AreaCodeField(load_default=None)


class EstablishmentSchema(Schema):
    area = fields.String(required=True)
    post = fields.String(required=True)
    seats = fields.Integer(required=True)
    held = fields.Integer(required=True)


class EstablishmentsSchema(Schema):
    items = fields.List(fields.Nested(EstablishmentSchema), required=True)


class SeatsSchema(ApiSchema):
    seats = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=100))
    since = fields.Date(load_default=None)


@routes.route("", methods=["GET"])
@requires("training:read")
@routes.arguments(RosterArguments, location="query")
@routes.response(200, RosterSchema)
def show(filters: dict[str, Any]) -> dict[str, Any]:
    """Who holds, or held on a day, which posts, with what was known of them then"""
    actor, on = current_actor(), filters["on"] or clock.today()
    if filters["area"] is not None:
        actor.must_reach(filters["area"])
    team: Team | None = filters["team"]
    conditions: list[ColumnElement[bool]] = [roster.below(Term.area, filters["area"])]
    if team is not None:
        conditions.append(Term.post.in_([post for post in Post if post.team is team]))
    with reading() as db:
        found = roster.standings(db, actor, on, *conditions)
    return {"items": [standing_shown(each, on, whole=actor.has("training:roster:read")) for each in found]}


def standing_shown(standing: Standing, on: date, *, whole: bool) -> dict[str, Any]:
    """`whole`: with the birth date, which only those see who keep the roster."""
    cadre, facts = standing.cadre, standing.facts
    names = ("education", "source", "party", "home_unit")
    shown = {name: getattr(cadre, name) for name in ("area", "name", "sex")} | {
        name: getattr(facts, name) for name in names
    }
    shown |= {"cadre_id": cadre.id, "age": age_on(cadre.birth_date, on), "posts": standing.posts}
    return shown | ({"birth_date": cadre.birth_date} if whole else {})


@routes.route("/file", methods=["GET"])
@requires("training:roster:read")
@routes.arguments(RosterFileArguments, location="query")
@routes.response(200, _FILE, content_type=FORMATS["xlsx"])
@routes.alt_response(200, schema=_FILE, content_type=FORMATS["csv"], success=True)
def download(filters: dict[str, Any]) -> Response:
    """The roster with all terms, in the columns of an import"""
    actor, area = current_actor(), filters["area"]
    if area is not None:
        actor.must_reach(area)
    return _file(filters["format"], [line_of(entry) for entry in roster_entries(actor, area)], "roster")


@routes.route("/template", methods=["GET"])
@requires("training:read")
@routes.arguments(TemplateArguments, location="query")
@routes.response(200, _FILE, content_type=FORMATS["xlsx"])
@routes.alt_response(200, schema=_FILE, content_type=FORMATS["csv"], success=True)
def template(filters: dict[str, Any]) -> Response:
    """An empty file with the columns of an import"""
    return _file(filters["format"], [], "roster-template")


@routes.route("/imports", methods=["POST"])
@requires("training:write")
@routes.arguments(RosterUploadSchema, location="files")
@routes.response(201, ImportedSchema)
def upload(files: dict[str, FileStorage]) -> Imported:
    """Take in a file: all rows, or none and every bad row named; the same file again changes nothing"""
    return import_roster(current_actor(), files["file"].read())


@routes.route("/establishments", methods=["GET"])
@requires("training:read")
@routes.arguments(RosterAreaArguments, location="query")
@routes.response(200, EstablishmentsSchema)
def list_establishments(filters: dict[str, Any]) -> dict[str, Any]:
    """Seats of each post today, and how many of them are held"""
    actor, today, area = current_actor(), clock.today(), filters["area"]
    if area is not None:
        actor.must_reach(area)
    with reading() as db:
        seats, held = roster.establishments(db, actor, today, area), roster.holders(db, actor, today, area)
    return {
        "items": [
            {"area": code, "post": post, "seats": count, "held": held[code, post]}
            for (code, post), count in seats.items()
        ]
    }


@routes.route("/establishments/<string(length=12):area>/<string:post>", methods=["PUT"])
@requires("training:write")
@routes.arguments(SeatsSchema)
@routes.response(204)
def set_seats(command: dict[str, Any], area: str, post: str) -> None:
    """How many of a post a community is to have from a day on; an election sets its own"""
    known = post_named(post)
    establish(current_actor(), area, known, seats=command["seats"], since=command["since"] or clock.today())


def post_named(post: str) -> Post:
    """Raises NotFound."""
    if post not in list(Post):
        raise NotFound("post_not_found", "没有“{post}”这种职务。", post=post)
    return Post(post)


def _file(wanted: str, lines: list[list[Cell]], name: str) -> Response:
    header = [column.zh for column in COLUMNS]
    content = csv_file(header, lines) if wanted == "csv" else workbook_file("名册", header, lines)
    response = Response(content, mimetype=FORMATS[wanted])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
    return response
