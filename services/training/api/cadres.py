"""Cadres, their terms, and the address of each one's calendar."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.training.domain.office.cadres import Education, Facts, Party, Sex, Source
from services.training.store import cadres
from services.training.store.database import reading
from services.training.store.tables import Cadre
from services.training.workflows.calendars import renew_calendar_key
from services.training.workflows.roster import NewCadre, change_facts, register_cadre
from shared.database.scope import within
from shared.web.addresses import public_address
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint("cadres", authentication="bearer", url_prefix="/api/v1/cadres", description="Cadres and their terms")


class CadreSummarySchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    name = fields.String(required=True)
    sex = fields.String(required=True)


class TermSchema(Schema):
    post = fields.String(required=True)
    id = fields.UUID(required=True)
    election_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "null for an appointment, without an election"}
    )
    renewed = fields.Boolean(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    end_reason = fields.String(required=True, allow_none=True)
    document = fields.String(required=True, allow_none=True)


class AppraisalSchema(Schema):
    year = fields.Integer(required=True)
    grade = fields.String(required=True)


class CadreSchema(CadreSummarySchema):
    birth_year = fields.Integer(required=True)
    posts = fields.List(fields.String(), required=True, metadata={"description": "held now"})
    birth_date = fields.Date(metadata={"description": "for training:write only"})
    terms = fields.List(fields.Nested(TermSchema), required=True)
    appraisals = fields.List(fields.Nested(AppraisalSchema), required=True, metadata={"description": "oldest first"})
    calendar_url = fields.String(metadata={"description": "for training:write only: whoever has it can read it"})
    personal_url = fields.String(
        metadata={"description": "for training:write only: with it the cadre checks in and gives feedback"}
    )


class FactsSchema(ApiSchema):
    """What is not sent is not known."""

    education = fields.Enum(Education, by_value=True, load_default=None)
    source = fields.Enum(Source, by_value=True, load_default=None)
    party = fields.Enum(Party, by_value=True, load_default=None)
    home_unit = fields.String(load_default="", validate=validate.Length(max=100))


class NewCadreSchema(FactsSchema):
    area = AreaCodeField(required=True)
    name = text(most=50)
    sex = fields.Enum(Sex, by_value=True, required=True)
    birth_date = fields.Date(required=True)


class NewProfileSchema(FactsSchema):
    since = fields.Date(required=True, metadata={"description": "from which day on it is so"})


class CadreFilters(PageArguments):
    area = AreaCodeField()


@routes.route("", methods=["GET"])
@requires("training:read")
@routes.arguments(CadreFilters, location="query")
@routes.response(200, page_of(CadreSummarySchema))
def list_cadres(filters: dict[str, Any]) -> Page:
    """Cadres within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Cadre).where(within(Cadre.area, current_actor())).filter_by(**filters)
    with reading() as db:
        return paginate(db, query, key=Cadre.id, parse=UUID, newest_first=True, **page)


@routes.route("", methods=["POST"])
@requires("training:write")
@routes.arguments(NewCadreSchema)
@routes.response(201, CadreSchema)
def register(command: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Register somebody who was not elected: a community worker, somebody seconded or hired again"""
    new = NewCadre(**{name: command.pop(name) for name in ("area", "name", "sex", "birth_date")})
    made = register_cadre(current_actor(), new, Facts(**command))
    return _shown(made.id), 201, {"Location": f"/api/v1/cadres/{made.id}"}


@routes.route("/<uuid:cadre_id>/profiles", methods=["POST"])
@requires("training:write")
@routes.arguments(NewProfileSchema)
@routes.response(204)
def change_profile(command: dict[str, Any], cadre_id: UUID) -> None:
    """Write down what is so of a cadre from a day on; what was so before stays"""
    since = command.pop("since")
    change_facts(current_actor(), cadre_id, Facts(**command), since=since)


@routes.route("/<uuid:cadre_id>", methods=["GET"])
@requires("training:read")
@routes.response(200, CadreSchema)
def show(cadre_id: UUID) -> dict[str, Any]:
    """A cadre with all terms, past ones too"""
    return _shown(cadre_id)


@routes.route("/<uuid:cadre_id>/calendar-key", methods=["POST"])
@requires("training:write")
@routes.response(200, CadreSchema)
def renew_key(cadre_id: UUID) -> dict[str, Any]:
    """Give the cadre's calendar a new address; the old one stops working"""
    renew_calendar_key(current_actor(), cadre_id)
    return _shown(cadre_id)


def _shown(cadre_id: UUID) -> dict[str, Any]:
    """Birth date and calendar address only for those who keep the roster."""
    actor = current_actor()
    with reading() as db:
        found = cadres.cadre(db, actor, cadre_id)
        shown = {name: getattr(found, name) for name in ("id", "area", "name", "sex")}
        terms, appraisals = cadres.terms(db, found.id), cadres.appraisals(db, found)
    posts = [term.post for term in terms if term.ended_on is None]
    shown |= {"birth_year": found.birth_date.year, "posts": posts, "terms": terms, "appraisals": appraisals}
    if actor.has("training:write"):
        address = public_address("pages.cadre_calendar", key=found.calendar_key)
        personal = public_address("personal.show", key=found.calendar_key)
        shown |= {"birth_date": found.birth_date, "calendar_url": address, "personal_url": personal}
    return shown
