"""Registration and turnout by residents' group, ground of registration and sex, beside the last term's: JSON, CSV,
XLSX. `domain.polling.participation` says what is told when."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import Schema, fields

from services.elections.api.elections import ElectionSummarySchema, FindingSchema
from services.elections.api.table_files import FILE, FORMATS, format_field, table_file, wanted
from services.elections.domain.polling.participation import FLOOR, Figures, Line, percent
from services.elections.store import elections
from services.elections.store.database import reading
from services.elections.store.participation import Compared, compared
from shared.messages import translate
from shared.tabular.export import Cell
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema

routes = Blueprint(
    "participation", authentication="bearer", url_prefix="/api/v1/elections", description="Registration and turnout"
)


_HEADER = (
    "分类",
    "类别",
    "登记选民",
    "参加投票",
    "参加投票（%）",
    "上届登记选民",
    "上届参加投票",
    "上届参加投票（%）",
)


class ParticipationArguments(ApiSchema):
    format = format_field()


class PartSchema(Schema):
    electors = fields.Integer(required=True, allow_none=True, metadata={"description": "registered"})
    came = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "have voted; null while it is not told: by cell until the result is decided"},
    )
    percent = fields.String(required=True, allow_none=True)


class ParticipationLineSchema(PartSchema):
    dimension = fields.String(required=True, metadata={"description": "all, group, registration or sex"})
    values = fields.List(
        fields.String(),
        required=True,
        metadata={"description": f"several where cells of fewer than {FLOOR} electors were put together"},
    )
    name = fields.String(required=True)
    last = fields.Nested(PartSchema, required=True, metadata={"description": "the same of the last term"})


class ParticipationTotalSchema(Schema):
    electors = fields.Integer(required=True)
    residents = fields.Integer(required=True, allow_none=True, metadata={"description": "of voting age, if recorded"})
    registered_percent = fields.String(required=True, allow_none=True)
    given = fields.Integer(
        required=True, allow_none=True, metadata={"description": "papers given out so far; null without a register"}
    )
    by_proxy = fields.Integer(required=True, allow_none=True, metadata={"description": "of them to agents"})
    voted = fields.Integer(required=True, allow_none=True, metadata={"description": "by the certified result"})


class ParticipationSchema(Schema):
    floor = fields.Integer(required=True, metadata={"description": "electors in the smallest cell that is shown"})
    total = fields.Nested(ParticipationTotalSchema, required=True)
    turnout = fields.Nested(
        FindingSchema, required=True, allow_none=True, metadata={"description": "so far, against the mode's quorum"}
    )
    items = fields.List(
        fields.Nested(ParticipationLineSchema), required=True, metadata={"description": "all, then by dimension"}
    )
    last_term = fields.Nested(ElectionSummarySchema, required=True, allow_none=True)


@routes.route("/<uuid:election_id>/participation", methods=["GET"])
@requires("elections:read")
@routes.arguments(ParticipationArguments, location="query")
@routes.response(200, ParticipationSchema)
@routes.alt_response(200, schema=FILE, content_type=FORMATS["csv"], success=True)
@routes.alt_response(200, schema=FILE, content_type=FORMATS["xlsx"], success=True)
def show(asked: dict[str, Any], election_id: UUID) -> Any:
    """Who registered and who came, of groups of ten or more; the turnout so far while the poll is open"""
    with reading() as session:
        found = compared(session, elections.election(session, current_actor(), election_id))
    kind = wanted(asked.get("format"))
    return _facts(found) if kind == "json" else _file(kind, found)


def _facts(found: Compared) -> dict[str, Any]:
    total = found.total
    return {
        "floor": FLOOR,
        "total": {**asdict(total), "registered_percent": percent(total.electors, total.residents)},
        "turnout": found.turnout,
        "items": [_line(line) for line in found.lines],
        "last_term": found.last_term,
    }


def _line(line: Line) -> dict[str, Any]:
    dimension = line.dimension or "all"
    return {"dimension": dimension, "values": line.values, "name": _name(line), **_figures(line.now), "last": line.last}


def _figures(figures: Figures) -> dict[str, Any]:
    return {"electors": figures.electors, "came": figures.came, "percent": figures.percent}


def _name(line: Line) -> str:
    message, facts = line.name
    return translate(message, **facts)


def _file(kind: str, found: Compared) -> Response:
    words = (
        "分类",
        "类别",
        "登记选民",
        "参加投票",
        "参加投票（%）",
        "上届登记选民",
        "上届参加投票",
        "上届参加投票（%）",
    )
    rows = [_row(line) for line in found.lines]
    title = translate("选民参加情况")
    return table_file(kind, name="participation", title=title, header=[translate(each) for each in words], rows=rows)


def _row(line: Line) -> list[Cell]:
    figures = [each for part in (line.now, line.last) for each in (part.electors, part.came, part.percent)]
    return [translate(line.dimension.zh) if line.dimension else None, _name(line), *figures]
