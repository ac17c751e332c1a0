"""The calendar of disclosure: what is owed, how it stands, and each place's own rules (Art 34)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import Schema, fields, validate

from services.notices.domain.disclosure.duties import DutyState, Light
from services.notices.domain.disclosure.periods import Every
from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.store import disclosures
from services.notices.store.areas import area as registered
from services.notices.store.catalogue import catalogue
from services.notices.store.database import reading
from services.notices.store.tables import DisclosureDuty, LocalMatter
from services.notices.workflows import disclosures as workflows
from services.notices.workflows.disclosure_table import overview_rows
from shared import clock
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text
from shared.web.table_files import FORMATS, table_file

routes = Blueprint("disclosures", authentication="bearer", url_prefix="/api/v1", description="Calendar of disclosure")

_CODE = validate.Regexp(r"^[a-z][a-z0-9_]{0,39}$")
_LIGHT = fields.Enum(Light, by_value=True)
_DAYS = validate.Range(min=0, max=366)


class MatterSchema(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    item = fields.Enum(DisclosureItem, by_value=True, required=True)
    article = fields.String(required=True)
    every = fields.Enum(Every, by_value=True, required=True)
    days = fields.Integer(required=True)
    display_days = fields.Integer(required=True)
    since = fields.Date(required=True)
    basis = fields.String(required=True, allow_none=True, metadata={"description": "null for the national catalogue"})


class MattersSchema(Schema):
    items = fields.List(fields.Nested(MatterSchema), required=True)


class MatterArguments(ApiSchema):
    area = AreaCodeField(required=True)


class NewMatterSchema(ApiSchema):
    area = AreaCodeField(required=True)
    matter = fields.String(required=True, validate=_CODE, metadata={"description": "code; a new one is a new matter"})
    since = fields.Date(required=True, metadata={"description": "holds for periods that begin on this day or later"})
    name = text(most=60)
    name_en = text(most=100)
    item = fields.Enum(DisclosureItem, by_value=True, required=True)
    every = fields.Enum(Every, by_value=True, required=True)
    days = fields.Integer(required=True, strict=True, validate=_DAYS)
    display_days = fields.Integer(load_default=15, strict=True, validate=_DAYS)
    basis = text(most=200, metadata={"description": "the document that it stands in"})
    dropped = fields.Boolean(load_default=False, metadata={"description": "not disclosed here any more"})


class DutySchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    matter = fields.String(required=True)
    period = fields.String(required=True)
    about = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    item = fields.String(required=True)
    article = fields.String(required=True)
    opens_on = fields.Date(required=True)
    due_on = fields.Date(required=True)
    state = fields.Enum(DutyState, by_value=True, required=True)
    days_late = fields.Integer(required=True)
    notice_id = fields.UUID(required=True, allow_none=True)
    posted_on = fields.Date(required=True, allow_none=True)
    display_until = fields.Date(required=True, allow_none=True)


class DutyFilters(PageArguments):
    area = AreaCodeField(load_default=None)
    matter = fields.String(load_default=None, validate=_CODE)
    state = fields.Enum(DutyState, by_value=True, load_default=None)


class NewOccasionSchema(ApiSchema):
    area = AreaCodeField(required=True)
    matter = fields.String(required=True, validate=_CODE)
    on = fields.Date(required=True)
    what = text(most=200)


class DisclosingNoticeSchema(ApiSchema):
    notice_id = fields.UUID(required=True)


class LightsSchema(Schema):
    area = fields.String(required=True)
    name = fields.String(required=True)
    lights = fields.Dict(keys=fields.String(), values=_LIGHT, required=True, metadata={"description": "by matter"})
    items = fields.Dict(keys=fields.String(), values=_LIGHT, required=True, metadata={"description": "by item, Art 34"})
    late = fields.Integer(required=True)
    due = fields.Integer(required=True)


class LightsPageSchema(Schema):
    items = fields.List(fields.Nested(LightsSchema), required=True)
    next = fields.String(required=True, allow_none=True, metadata={"description": "cursor; null on the last page"})


class LightsArguments(ApiSchema):
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    cursor = fields.String(load_default="", validate=validate.Length(max=12))
    year = fields.Integer(load_default=None, validate=validate.Range(min=2000, max=2100))


class LightsFileArguments(ApiSchema):
    year = fields.Integer(load_default=None, validate=validate.Range(min=2000, max=2100))


@routes.route("/disclosure-matters", methods=["GET"])
@requires("notices:read")
@routes.arguments(MatterArguments, location="query")
@routes.response(200, MattersSchema)
def list_matters(arguments: dict[str, Any]) -> dict[str, Any]:
    """What is disclosed in an area today, with its own rules"""
    current_actor().must_reach(arguments["area"])
    with reading() as session:
        registered(session, arguments["area"])
        return {"items": catalogue(session, arguments["area"]).matters(clock.today())}


@routes.route("/disclosure-matters", methods=["POST"])
@requires("notices:supervise")
@routes.arguments(NewMatterSchema)
@routes.response(201, MatterSchema)
def set_matter(command: dict[str, Any]) -> dict[str, Any]:
    """Set an area's own rule on a matter; it may ask for more than the law, not for less"""
    return _local(workflows.set_local_matter(current_actor(), workflows.NewMatter(**command)))


@routes.route("/disclosure-duties", methods=["GET"])
@requires("notices:read")
@routes.arguments(DutyFilters, location="query")
@routes.response(200, page_of(DutySchema))
def list_duties(filters: dict[str, Any]) -> Page:
    """What communities within reach owe and have disclosed, newest first"""
    page, today = {name: filters.pop(name) for name in ("limit", "cursor")}, clock.today()
    with reading() as session:
        query = disclosures.duties(current_actor(), **filters, today=today)
        found = paginate(session, query, key=DisclosureDuty.id, parse=UUID, newest_first=True, **page)
        return Page(disclosures.shown(session, found.items, today=today), found.next)


@routes.route("/disclosure-duties", methods=["POST"])
@requires("notices:write")
@routes.arguments(NewOccasionSchema)
@routes.response(201, DutySchema)
def open_occasion(command: dict[str, Any]) -> Any:
    """Record that something happened which must be disclosed"""
    return _shown(workflows.open_occasion(current_actor(), **command))


@routes.route("/disclosure-duties/<uuid:duty_id>", methods=["GET"])
@requires("notices:read")
@routes.response(200, DutySchema)
def show(duty_id: UUID) -> Any:
    """One of them"""
    with reading() as session:
        return disclosures.shown(session, [disclosures.duty(session, current_actor(), duty_id)], today=clock.today())[0]


@routes.route("/disclosure-duties/<uuid:duty_id>/notice", methods=["POST"])
@requires("notices:write")
@routes.arguments(DisclosingNoticeSchema)
@routes.response(200, DutySchema)
def assign(command: dict[str, Any], duty_id: UUID) -> Any:
    """Say which notice discloses it; settled when that is published"""
    return _shown(workflows.assign_notice(current_actor(), duty_id, command["notice_id"]))


@routes.route("/disclosure-overview", methods=["GET"])
@requires("notices:read")
@routes.arguments(LightsArguments, location="query")
@routes.response(200, LightsPageSchema)
def overview(arguments: dict[str, Any]) -> dict[str, Any]:
    """Traffic lights: communities within reach by matter; what is still owed, and what was due in the year"""
    today = clock.today()
    since = today.replace(year=arguments["year"] or today.year, month=1, day=1)
    with reading() as session:
        items, following = disclosures.traffic_lights(
            session, current_actor(), after=arguments["cursor"], limit=arguments["limit"], since=since, today=today
        )
    return {"items": items, "next": following}


@routes.route(f"/disclosure-overview.<any({','.join(FORMATS)}):wanted>", methods=["GET"])
@requires("notices:read")
@routes.arguments(LightsFileArguments, location="query")
@routes.response(200, content_type="text/csv")
def overview_file(arguments: dict[str, Any], wanted: str) -> Response:
    """Every disclosure of the year within reach, a row each"""
    today = clock.today()
    year = arguments["year"] or today.year
    header, rows = overview_rows(current_actor(), year=year, today=today)
    return table_file(wanted, f"disclosures-{year}", "居务公开", header, rows)


def _shown(found: DisclosureDuty) -> Any:
    with reading() as session:
        return disclosures.shown(session, [found], today=clock.today())[0]


def _local(row: LocalMatter) -> dict[str, Any]:
    """A place's rule as the catalogue shows it."""
    names = ("name", "name_en", "days", "display_days", "since", "basis")
    codes = {"code": row.matter, "item": DisclosureItem(row.item), "every": Every(row.every), "article": "Art 34"}
    return {**{name: getattr(row, name) for name in names}, **codes}
