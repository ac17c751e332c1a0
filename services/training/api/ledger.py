"""The training ledger: who came to which session that was held, as a file to and fro."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate
from werkzeug.datastructures import FileStorage

from services.training.api.files import FILE, FORMATS, TableFileSchema, table_file
from services.training.domain.learning.ledger_file import COLUMNS, line_of
from services.training.store import ledger
from services.training.store.database import reading
from services.training.workflows.ledger import Taken, import_ledger
from shared import clock
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField

routes = Blueprint("ledger", authentication="bearer", url_prefix="/api/v1/ledger", description="The training ledger")

_HEADER = [column.zh for column in COLUMNS]
_TITLE = "培训台账"


class LedgerOfficeArguments(ApiSchema):
    """`area` is the office that held the sessions; one's own by default."""

    area = AreaCodeField()


class LedgerFileArguments(ApiSchema):
    year = fields.Integer(validate=validate.Range(min=2000, max=2100), metadata={"description": "this one by default"})
    format = fields.String(validate=validate.OneOf(list(FORMATS)), load_default="xlsx")


class LedgerTakenSchema(Schema):
    rows = fields.Integer(required=True)
    sessions = fields.Integer(required=True, metadata={"description": "new ones"})
    attendances = fields.Integer(required=True, metadata={"description": "new ones"})


@routes.route("/imports", methods=["POST"])
@requires("training:write")
@routes.arguments(LedgerOfficeArguments, location="query")
@routes.arguments(TableFileSchema, location="files")
@routes.response(201, LedgerTakenSchema)
def upload(office: dict[str, str], files: dict[str, FileStorage]) -> Taken:
    """Take in sessions that were held, with who came: all rows, or none and every bad row named"""
    actor = current_actor()
    return import_ledger(actor, files["file"].read(), area=office.get("area", actor.area or ""))


@routes.route("/file", methods=["GET"])
@requires("training:roster:read")
@routes.arguments(LedgerFileArguments, location="query")
@routes.response(200, FILE, content_type=FORMATS["xlsx"])
@routes.alt_response(200, schema=FILE, content_type=FORMATS["csv"], success=True)
def download(filters: dict[str, Any]) -> Response:
    """Who came to what in a year, in the columns of an import"""
    today = clock.today().replace(year=filters.get("year", clock.today().year), month=1, day=1)
    with reading() as db:
        found = ledger.attended(db, current_actor(), today, today.replace(month=12, day=31))
    return table_file(filters["format"], f"ledger-{today.year}", _TITLE, _HEADER, map(line_of, found))


@routes.route("/template", methods=["GET"])
@requires("training:read")
@routes.arguments(LedgerFileArguments(only=("format",)), location="query")
@routes.response(200, FILE, content_type=FORMATS["xlsx"])
@routes.alt_response(200, schema=FILE, content_type=FORMATS["csv"], success=True)
def template(filters: dict[str, Any]) -> Response:
    """An empty file with the columns of an import"""
    return table_file(filters["format"], "ledger-template", _TITLE, _HEADER, [])
