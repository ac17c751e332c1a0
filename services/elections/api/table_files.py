"""Answers that are a table in a file as well: JSON, CSV or XLSX, by `format` or by the Accept header."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response, request
from marshmallow import fields, validate

from shared.tabular.export import Cell, csv_file, workbook_file

FORMATS = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FILE = {"type": "string", "format": "binary"}


def format_field() -> fields.String:
    return fields.String(
        validate=validate.OneOf(list(FORMATS)), metadata={"description": "default: by the Accept header, else json"}
    )


def wanted(asked: str | None) -> str:
    """The name of a format."""
    if asked:
        return asked
    best = request.accept_mimetypes.best_match(list(FORMATS.values()), default=FORMATS["json"])
    return next(name for name, kind in FORMATS.items() if kind == best)


def table_file(kind: str, *, name: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """`kind` is csv or xlsx; `name` the file's, without its ending."""
    content = csv_file(header, rows) if kind == "csv" else workbook_file(title, header, rows)
    response = Response(content, mimetype=FORMATS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
