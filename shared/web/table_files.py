"""Tables as files that are saved: CSV and XLSX, with headers in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response

from shared.messages import translate
from shared.tabular.export import Cell, csv_file, workbook_file

FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_file(wanted: str, name: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """Saved as `name`. `wanted` is one of FORMATS; `title` and `header` are source texts."""
    shown = [translate(each) for each in header]
    content = csv_file(shown, rows) if wanted == "csv" else workbook_file(translate(title), shown, rows)
    response = Response(content, mimetype=FORMATS[wanted])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
    return response
