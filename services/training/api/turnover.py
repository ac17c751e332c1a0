"""Who came and left (R6): in all, and community by community."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields

from services.training.api.staff_figures import FiguresArguments, period_of
from services.training.domain.office.service import BANDS, tenure, turnover
from services.training.domain.office.vacancies import Held
from services.training.store import staff_figures
from services.training.store.database import reading
from shared.web.authentication import requires
from shared.web.blueprints import Blueprint

routes = Blueprint(
    "turnover", authentication="bearer", url_prefix="/api/v1/staff-figures/turnover", description="Turnover of cadres"
)


class TenureBandSchema(Schema):
    from_year = fields.Integer(required=True)
    count = fields.Integer(required=True)


class EmptyDaysSchema(Schema):
    area = fields.String(required=True)
    post = fields.String(required=True)
    days = fields.Integer(required=True)


class TurnoverSchema(Schema):
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    at_start = fields.Integer(required=True)
    joined = fields.Integer(required=True)
    left = fields.Integer(required=True)
    at_end = fields.Integer(required=True)
    permille = fields.Integer(required=True, allow_none=True, metadata={"description": "left, of the mean in office"})
    reasons = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    tenure = fields.List(fields.Nested(TenureBandSchema), required=True)
    empty_days = fields.List(fields.Nested(EmptyDaysSchema), required=True, metadata={"description": "seats × days"})


class CommunityTurnoverSchema(Schema):
    area = fields.String(required=True)
    at_start = fields.Integer(required=True)
    joined = fields.Integer(required=True)
    left = fields.Integer(required=True)
    at_end = fields.Integer(required=True)
    permille = fields.Integer(required=True, allow_none=True, metadata={"description": "left, of the mean in office"})


class CommunityTurnoversSchema(Schema):
    items = fields.List(fields.Nested(CommunityTurnoverSchema), required=True)


@routes.route("", methods=["GET"])
@requires("training:read")
@routes.arguments(FiguresArguments, location="query")
@routes.response(200, TurnoverSchema)
def show_turnover(filters: dict[str, Any]) -> dict[str, Any]:
    """Who came and left, why, how long those in office have been there, and days of empty seats (R6)"""
    period = period_of(filters)
    with reading() as db:
        people = staff_figures.served(db, period)
        empty = staff_figures.empty_days(db, period)
    spells = [each.spells for each in people]
    found, bands = turnover(spells, period.first, period.last), tenure(spells, period.last)
    names = ("at_start", "joined", "left", "at_end", "permille")
    return {name: getattr(found, name) for name in names} | {
        "first": period.first,
        "last": period.last,
        "reasons": staff_figures.reasons(people, period),
        "tenure": [{"from_year": year, "count": count} for year, count in zip((0, *BANDS), bands, strict=True)],
        "empty_days": empty,
    }


@routes.route("/communities", methods=["GET"])
@requires("training:read")
@routes.arguments(FiguresArguments, location="query")
@routes.response(200, CommunityTurnoversSchema)
def show_community_turnover(filters: dict[str, Any]) -> dict[str, Any]:
    """Who came and left, community by community, those first where most left (R6)"""
    period = period_of(filters)
    with reading() as db:
        people = staff_figures.served(db, period)
    spells: dict[str, list[Sequence[Held]]] = defaultdict(list)
    for each in people:
        spells[each.standing.cadre.area].append(each.spells)
    names = ("at_start", "joined", "left", "at_end", "permille")
    items = []
    for area, served in spells.items():
        found = turnover(served, period.first, period.last)
        items.append({"area": area} | {name: getattr(found, name) for name in names})
    return {"items": sorted(items, key=lambda each: (-(each["permille"] or 0), each["area"]))}
