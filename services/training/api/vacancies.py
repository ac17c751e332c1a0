"""Empty seats, and who of the pool fits them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from services.training.api.reserves import ReserveSummarySchema, summary
from services.training.domain.office.posts import Post
from services.training.store import reserves, structure
from services.training.store.database import reading
from services.training.store.reserves import Found
from shared import clock
from shared.auth.actor import Actor
from shared.messages import tell
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField

routes = Blueprint("vacancies", authentication="bearer", url_prefix="/api/v1/vacancies", description="Empty seats")

_SUGGESTED = 3  # for each vacancy; all are told by `matches`


class VacancyArguments(ApiSchema):
    area = AreaCodeField(load_default=None)


class MatchArguments(ApiSchema):
    area = AreaCodeField(required=True)
    post = fields.Enum(Post, by_value=True, required=True)
    beyond = fields.Boolean(
        load_default=False, metadata={"description": "pools of the county's other offices too: training:reserve:search"}
    )


class MatchReasonSchema(Schema):
    code = fields.String(required=True)
    holds = fields.Boolean(required=True)
    message = fields.String(required=True)


class MatchSchema(Schema):
    reserve = fields.Nested(ReserveSummarySchema, required=True)
    own = fields.Boolean(required=True, metadata={"description": "of the pool of the community's own office"})
    fits = fields.Boolean(required=True)
    reasons = fields.List(fields.Nested(MatchReasonSchema), required=True)
    breaks = fields.List(fields.String(), required=True, metadata={"description": "rules that would break"})
    mends = fields.List(fields.String(), required=True, metadata={"description": "rules that would be met again"})


class MatchesSchema(Schema):
    items = fields.List(
        fields.Nested(MatchSchema), required=True, metadata={"description": "who fits best comes first"}
    )


class VacancySchema(Schema):
    area = fields.String(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    seats = fields.Integer(required=True)
    since = fields.Date(required=True)
    days = fields.Integer(required=True)
    suggested = fields.List(fields.Nested(MatchSchema), required=True)


class VacanciesSchema(Schema):
    items = fields.List(fields.Nested(VacancySchema), required=True)


@routes.route("", methods=["GET"])
@requires("training:read")
@routes.arguments(VacancyArguments, location="query")
@routes.response(200, VacanciesSchema)
def list_vacancies(filters: dict[str, Any]) -> dict[str, Any]:
    """Empty seats as they were found last, the oldest first, each with those of the office's pool who fit best (R45)"""
    actor, today = current_actor(), clock.today()
    if filters["area"] is not None:
        actor.must_reach(filters["area"])
    with reading() as db:
        rows = structure.open_vacancies(db, actor, filters["area"])
        names = structure.names(db, {row.area for row in rows})
        items = []
        for row in rows:
            best = reserves.fitting(db, actor, row.area, Post(row.post), today)[:_SUGGESTED]
            shown = {name: getattr(row, name) for name in ("area", "post", "seats", "since")}
            shown |= {"name": names.get(row.area, row.area), "days": (today - row.since).days}
            items.append(shown | {"suggested": [_match(each, actor) for each in best]})
    return {"items": items}


@routes.route("/matches", methods=["GET"])
@requires("training:read")
@routes.arguments(MatchArguments, location="query")
@routes.response(200, MatchesSchema)
def matches(filters: dict[str, Any]) -> dict[str, Any]:
    """Who of the pool fits a community's post, with each demand and what the team would become (R9)"""
    actor = current_actor()
    actor.must_reach(filters["area"])
    if filters["beyond"]:
        actor.must_have("training:reserve:search")
    with reading() as db:
        found = reserves.fitting(db, actor, filters["area"], filters["post"], clock.today(), beyond=filters["beyond"])
    return {"items": [_match(each, actor) for each in found]}


def _match(found: Found, actor: Actor) -> dict[str, Any]:
    """Of another office's pool the name stays hidden: that office is asked for it."""
    result = found.match
    known = actor if actor.reaches(found.reserve.area) else Actor(actor.subject, actor.area)
    reasons = [
        {"code": each.code, "holds": each.holds, "message": tell(each.message, each.facts)} for each in result.reasons
    ]
    return {
        "reserve": summary(found.reserve, known),
        "own": found.own,
        "fits": result.unmet == 0 and not result.breaks,
        "reasons": reasons,
        "breaks": result.breaks,
        "mends": result.mends,
    }
