"""Files that go in and out: what the routes for them have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response
from flask_smorest.fields import Upload
from marshmallow import Schema, fields

from shared.messages import translate
from shared.tabular.export import Cell, csv_file, workbook_file
from shared.web.schemas import ApiSchema

FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FILE = {"type": "string", "format": "binary"}


class TableFileSchema(ApiSchema):
    file = Upload(required=True, metadata={"description": "CSV (UTF-8 or GB18030) or XLSX"})


class AddedSchema(Schema):
    added = fields.Integer(required=True)


def table_file(wanted: str, name: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """Saved as `name`, with the header in the reader's language."""
    shown = [translate(each) for each in header]
    content = csv_file(shown, rows) if wanted == "csv" else workbook_file(translate(title), shown, rows)
    response = Response(content, mimetype=FORMATS[wanted])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
    return response
