"""Assessed levels of many cadres: from a file, and what they lack of what their posts need."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import Schema, fields
from werkzeug.datastructures import FileStorage

from services.training.api.files import FILE, FORMATS, AddedSchema, TableFileSchema, table_file
from services.training.domain.learning.competencies import gaps
from services.training.domain.learning.levels_file import COLUMNS
from services.training.store import roster
from services.training.store.database import reading
from services.training.store.roster import Standing
from services.training.store.rules import post_rules
from services.training.store.tables import Term
from services.training.workflows.levels_import import import_levels
from shared import clock
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField

routes = Blueprint("levels", authentication="bearer", url_prefix="/api/v1/levels", description="Assessed levels")


class LevelGapArguments(ApiSchema):
    area = AreaCodeField(load_default=None)


class LevelGapSchema(Schema):
    cadre_id = fields.UUID(required=True)
    area = fields.String(required=True)
    name = fields.String(required=True)
    competency = fields.String(required=True)
    level = fields.Integer(required=True, allow_none=True, metadata={"description": "null: not assessed"})
    needed = fields.Integer(required=True)
    missing = fields.Integer(required=True)


class LevelGapsSchema(Schema):
    in_office = fields.Integer(required=True)
    items = fields.List(fields.Nested(LevelGapSchema), required=True)


@routes.route("/gaps", methods=["GET"])
@requires("training:read")
@routes.arguments(LevelGapArguments, location="query")
@routes.response(200, LevelGapsSchema)
def list_gaps(filters: dict[str, Any]) -> dict[str, Any]:
    """What those in office lack of what their posts need, by community and name, the widest gap first (R3)"""
    actor, today = current_actor(), clock.today()
    if filters["area"] is not None:
        actor.must_reach(filters["area"])
    with reading() as db:
        found = roster.standings(db, actor, today, roster.below(Term.area, filters["area"]))
        levels = roster.levels(db, [each.cadre.id for each in found], today)
    items = [gap for each in found for gap in _gaps(each, levels.get(each.cadre.id, {}))]
    return {"in_office": len(found), "items": items}


def _gaps(standing: Standing, levels: dict[str, int]) -> list[dict[str, Any]]:
    cadre, rules = standing.cadre, post_rules()
    who = {"cadre_id": cadre.id, "area": cadre.area, "name": cadre.name}
    demands = [rules[post].levels for post in standing.posts]
    return [
        {**who, **{name: getattr(gap, name) for name in ("competency", "level", "needed", "missing")}}
        for gap in gaps(levels, demands)
        if gap.missing
    ]


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
