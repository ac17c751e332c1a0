"""An office's figures on its cadres: turnover, empty seats, cohorts by source, channels, succession."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.training.domain.office.cadres import Source
from services.training.domain.office.cohorts import Cohort, cohorts
from services.training.domain.team.reserves import Stage
from services.training.domain.team.succession import coverage, office_of, waits
from services.training.store import roster, staff_figures, structure
from services.training.store.database import reading
from services.training.store.staff_figures import Period
from services.training.store.structure import Departure
from services.training.workflows.roster import set_channel_targets
from shared import clock
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField

routes = Blueprint(
    "staff_figures", authentication="bearer", url_prefix="/api/v1/staff-figures", description="Figures on cadres"
)

_YOUNG = 35


class AreaArguments(ApiSchema):
    area = AreaCodeField(load_default=None)


class FiguresArguments(AreaArguments):
    from_ = fields.Date(data_key="from", load_default=None, metadata={"description": "the year's first day by default"})
    to = fields.Date(load_default=None, metadata={"description": "today by default"})

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        if data["from_"] and data["to"] and data["to"] < data["from_"]:
            raise ValidationError("结束日期不能早于开始日期。", "to")


class DepartureArguments(AreaArguments):
    days = fields.Integer(load_default=180, validate=validate.Range(min=1, max=3660))


class ChannelArguments(ApiSchema):
    area = AreaCodeField(required=True)
    year = fields.Integer(required=True, validate=validate.Range(min=2000, max=2100))


class ChannelTargetsSchema(ApiSchema):
    targets = fields.Dict(
        keys=fields.Enum(Source, by_value=True),
        values=fields.Integer(strict=True, validate=validate.Range(min=0, max=10_000)),
        required=True,
    )


class DepartureSchema(Schema):
    cadre_id = fields.UUID(required=True)
    area = fields.String(required=True)
    name = fields.String(required=True)
    posts = fields.List(fields.String(), required=True)
    on = fields.Date(required=True)
    seconded = fields.Boolean(required=True)
    ready = fields.Integer(required=True, metadata={"description": "reserves of the office who are ready to follow"})


class DeparturesSchema(Schema):
    items = fields.List(fields.Nested(DepartureSchema), required=True)


class CohortSchema(Schema):
    source = fields.String(required=True, allow_none=True)
    in_office = fields.Integer(required=True)
    women = fields.Integer(required=True)
    schooled = fields.Integer(required=True, metadata={"description": "high school or more"})
    median_age = fields.Float(required=True, allow_none=True)
    mean_level = fields.Float(required=True, allow_none=True, metadata={"description": "of all assessed competencies"})
    grades = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    enrolled = fields.Integer(required=True)
    attended = fields.Integer(required=True)
    pay_fen = fields.Integer(allow_none=True, metadata={"description": "mean of a month; training:pay:read"})
    left = fields.Integer(required=True)


class CohortsSchema(Schema):
    items = fields.List(fields.Nested(CohortSchema), required=True)


class ChannelSchema(Schema):
    source = fields.String(required=True)
    target = fields.Integer(required=True)
    joined = fields.Integer(required=True)
    young = fields.Integer(required=True, metadata={"description": "of those, aged 35 or under"})


class ChannelsSchema(Schema):
    items = fields.List(fields.Nested(ChannelSchema), required=True)


class CoverageSchema(Schema):
    area = fields.String(required=True)
    post = fields.String(required=True)
    seats = fields.Integer(required=True)
    ready = fields.Integer(required=True)
    on_the_way = fields.Integer(required=True)
    percent = fields.Integer(required=True)
    red = fields.Boolean(required=True)


class SuccessionSchema(Schema):
    items = fields.List(fields.Nested(CoverageSchema), required=True)
    readied = fields.Integer(required=True)
    median_days_to_ready = fields.Float(required=True, allow_none=True)
    posted = fields.Integer(required=True)
    median_days_to_post = fields.Float(required=True, allow_none=True)


@routes.route("/departures", methods=["GET"])
@requires("training:read")
@routes.arguments(DepartureArguments, location="query")
@routes.response(200, DeparturesSchema)
def show_departures(filters: dict[str, Any]) -> dict[str, Any]:
    """Whose appointment or secondment ends in the next days, and how many are ready to follow (R6, R8)"""
    actor, area, today = current_actor(), filters["area"], clock.today()
    if area is not None:
        actor.must_reach(area)
    with reading() as db:
        found = structure.departures(db, actor, today, today + timedelta(days=filters["days"]), area)
        pool = staff_figures.pool(db, actor, None)
    return {"items": [_departure(each, pool) for each in found]}


def _departure(row: Departure, pool: list[tuple[str, str, Stage]]) -> dict[str, Any]:
    cadre, posts = row.standing.cadre, row.standing.posts
    ready = sum(
        office == office_of(cadre.area) and post in posts and stage is Stage.READY for office, post, stage in pool
    )
    shown = {"cadre_id": cadre.id, "area": cadre.area, "name": cadre.name, "posts": posts}
    return shown | {"on": row.on, "seconded": row.seconded, "ready": ready}


@routes.route("/cohorts", methods=["GET"])
@requires("training:read")
@routes.arguments(FiguresArguments, location="query")
@routes.response(200, CohortsSchema)
def show_cohorts(filters: dict[str, Any]) -> dict[str, Any]:
    """Cadres of different sources beside each other: skills, appraisals, attendance, pay, who left (R4)"""
    period = period_of(filters)
    with reading() as db:
        found = cohorts(staff_figures.figures(db, period))
    paid = current_actor().has("training:pay:read")
    return {"items": [_cohort(each) | ({"pay_fen": each.pay_fen} if paid else {}) for each in found]}


def _cohort(row: Cohort) -> dict[str, Any]:
    names = ("source", "in_office", "women", "schooled", "grades", "enrolled", "attended", "left")
    shown = {name: getattr(row, name) for name in names}
    return shown | {"median_age": _half(row.age), "mean_level": None if row.level is None else row.level / 10}


@routes.route("/channels", methods=["GET"])
@requires("training:read")
@routes.arguments(ChannelArguments, location="query")
@routes.response(200, ChannelsSchema)
def show_channels(arguments: dict[str, Any]) -> dict[str, Any]:
    """Who came by each channel in a year, against what the office wants (R41)"""
    actor, area, year = current_actor(), arguments["area"], arguments["year"]
    actor.must_reach(area)
    period = Period(actor, area, date(year, 1, 1), date(year, 12, 31))
    with reading() as db:
        wanted = staff_figures.targets(db, area, year)
        people = staff_figures.served(db, period)
    came = [(each.standing.facts.source, age) for each in people for age in staff_figures.entry_ages(each, period)]
    items = []
    for source in Source:
        ages = [age for origin, age in came if origin is source]
        young = sum(age <= _YOUNG for age in ages)
        items.append({"source": source, "target": wanted.get(source, 0), "joined": len(ages), "young": young})
    return {"items": items}


@routes.route("/channels/<string(length=12):area>/<int:year>", methods=["PUT"])
@requires("training:write")
@routes.arguments(ChannelTargetsSchema)
@routes.response(204)
def set_targets(command: dict[str, Any], area: str, year: int) -> None:
    """How many an office wants to win by each channel in a year; what is not named has no target"""
    set_channel_targets(current_actor(), area, year, command["targets"])


@routes.route("/succession", methods=["GET"])
@requires("training:read")
@routes.arguments(AreaArguments, location="query")
@routes.response(200, SuccessionSchema)
def show_succession(filters: dict[str, Any]) -> dict[str, Any]:
    """Ready reserves against seats, by office and post, and the time from pool to post (R8, R45)"""
    actor, area = current_actor(), filters["area"]
    if area is not None:
        actor.must_reach(area)
    with reading() as db:
        seats = roster.establishments(db, actor, clock.today(), area)
        items = coverage(seats, staff_figures.pool(db, actor, area))
        found = waits(staff_figures.paths(db, actor, area))
    return {
        "items": items,
        "readied": found.readied,
        "median_days_to_ready": _half(found.to_ready),
        "posted": found.posted,
        "median_days_to_post": _half(found.to_post),
    }


def _half(twice: int | None) -> float | None:
    return None if twice is None else twice / 2


def period_of(filters: dict[str, Any]) -> Period:
    actor, area = current_actor(), filters["area"]
    if area is not None:
        actor.must_reach(area)
    last = filters["to"] or clock.today()
    first = filters["from_"] or last.replace(month=1, day=1)
    return Period(actor, area, min(first, last), last)
