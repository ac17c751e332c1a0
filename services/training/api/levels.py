"""Assessed levels of many cadres, from a file."""

from __future__ import annotations

from flask import Response
from werkzeug.datastructures import FileStorage

from services.training.api.files import FILE, FORMATS, AddedSchema, TableFileSchema, table_file
from services.training.domain.levels_file import COLUMNS
from services.training.workflows.levels_import import import_levels
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint

routes = Blueprint("levels", authentication="bearer", url_prefix="/api/v1/levels", description="Assessed levels")


@routes.route("/imports", methods=["POST"])
@requires("training:write")
@routes.arguments(TableFileSchema, location="files")
@routes.response(201, AddedSchema)
def upload(files: dict[str, FileStorage]) -> dict[str, int]:
    """Take in assessed levels: all rows of a CSV or XLSX file, or none and every bad row named"""
    return {"added": import_levels(current_actor(), files["file"].read())}


@routes.route("/template", methods=["GET"])
@requires("training:read")
@routes.response(200, FILE, content_type=FORMATS["xlsx"])
def template() -> Response:
    """An empty workbook with the columns of an import"""
    return table_file("xlsx", "levels-template", "能力评估", [column.zh for column in COLUMNS], [])
