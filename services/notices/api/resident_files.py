"""The register of residents as a file that can be imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

from flask import Response
from marshmallow import fields, validate

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.residents.kinds import BestTime, Interest, ResidentKind
from services.notices.domain.residents.register_file import ADDRESSED, COLUMNS, in_words
from services.notices.store import areas, residents
from services.notices.store.database import reading
from services.notices.store.tables import Contact, Resident
from shared.auth.actor import Actor
from shared.errors import TooLarge
from shared.tabular.export import harmless
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField
from shared.web.table_files import FORMATS, table_file

routes = Blueprint(
    "resident_files", authentication="bearer", url_prefix="/api/v1/residents", description="Register as a file"
)

_MOST_IN_A_WORKBOOK = 100_000  # rows; a workbook is made in memory
_LANGUAGES = {"zh": "中文", "en": "英文"}
_FILE = {"type": "string", "format": "binary"}


class RegisterExportArguments(ApiSchema):
    area = AreaCodeField(required=True)
    format = fields.String(load_default="csv", validate=validate.OneOf(list(FORMATS)))
    gone = fields.Boolean(load_default=False, metadata={"description": "those who have moved away"})


@routes.route("/file", methods=["GET"])
@requires("notices:residents:read")
@routes.arguments(RegisterExportArguments, location="query")
@routes.response(200, _FILE, content_type="text/csv")
def export(arguments: dict[str, Any]) -> Response:
    """The register as CSV (streamed) or XLSX, in the columns in which it is imported, in Chinese"""
    actor, area = current_actor(), arguments["area"]
    actor.must_reach(area)
    with reading() as session:
        areas.area(session, area)
    rows = _rows(actor, area, gone=arguments["gone"])
    name, header = f"residents-{area}", [column.zh for column in COLUMNS]
    if arguments["format"] == "csv":
        answer = Response(_csv(header, rows), mimetype=FORMATS["csv"])
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    else:
        few = list(islice(rows, _MOST_IN_A_WORKBOOK + 1))
        if len(few) > _MOST_IN_A_WORKBOOK:
            raise TooLarge("too_many_rows", "居民太多，XLSX 放不下，请导出 CSV。")
        answer = table_file("xlsx", name, "居民名册", header, few)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _csv(header: list[str], rows: Iterator[list[Any]]) -> Iterator[bytes]:
    """UTF-8 with the mark by which Excel knows it, some hundred rows at a time."""
    yield b"\xef\xbb\xbf"
    lines = iter([header])
    while part := list(islice(lines, 500)):
        text = io.StringIO(newline="")
        csv.writer(text).writerows([harmless(cell) for cell in row] for row in part)
        yield text.getvalue().encode()
        lines = rows


def _rows(actor: Actor, area: str, *, gone: bool) -> Iterator[list[Any]]:
    with reading() as session:
        for resident, contacts in residents.lines(session, actor, area, gone=gone):
            cells = _cells(resident, contacts)
            yield [cells[column.name] for column in COLUMNS]


def _dialled(number: str) -> str:
    """Without the plus, which a spreadsheet takes for a formula's."""
    return number.removeprefix("+86") if number.startswith("+86") else number.replace("+", "00")


def _cells(found: Resident, contacts: dict[str, Contact]) -> dict[str, Any]:
    cells = {column.name: getattr(found, column.name, None) for column in COLUMNS}
    cells |= {
        "kinds": in_words(found.kinds, ResidentKind),
        "interests": in_words(found.interests, Interest),
        "best_time": BestTime(found.best_time).zh,
        "language": _LANGUAGES[found.language],
    }
    for channel in ADDRESSED:
        if contact := contacts.get(channel):
            cells[channel] = _dialled(contact.address) if channel is Channel.SMS else contact.address
            cells[f"{channel}_consent"] = "是" if contact.consent_at else "否"
    return cells
