"""The reserve pool of an office: who is in it, and the stages that they are led through."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.training.api.cadres import FactsSchema
from services.training.domain.learning.competencies import MOST
from services.training.domain.learning.courses import Competency
from services.training.domain.office.ages import age_on
from services.training.domain.office.cadres import Education, Facts, Party, Sex, Source, masked
from services.training.domain.office.posts import Post
from services.training.domain.team.reserves import BY_HAND, PlanKind, Stage
from services.training.store import reserves
from services.training.store.database import reading
from services.training.store.tables import Enterprise, Reserve, ReservePlanItem
from services.training.workflows import reserves as workflows
from shared import clock
from shared.auth.actor import Actor
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint("reserves", authentication="bearer", url_prefix="/api/v1/reserves", description="Reserve cadres")

_NAMES = "for training:reserve:read; others see only the family name's first character"


class NewReserveSchema(ApiSchema):
    area = AreaCodeField(required=True)
    name = text(most=50)
    sex = fields.Enum(Sex, by_value=True, required=True)
    birth_date = fields.Date(required=True)
    post = fields.Enum(Post, by_value=True, required=True)
    experience = fields.String(load_default="", validate=validate.Length(max=2000))
    evidence = text(most=500, metadata={"description": "who nominated, and why"})
    cadre_id = fields.UUID(load_default=None, allow_none=True)
    education = fields.Enum(Education, by_value=True, load_default=None)
    source = fields.Enum(Source, by_value=True, load_default=None)
    party = fields.Enum(Party, by_value=True, load_default=None)


class ReserveFactsSchema(FactsSchema):
    class Meta(ApiSchema.Meta):
        exclude = ("home_unit",)


class ReserveAdvanceSchema(ApiSchema):
    stage = fields.Enum(Stage, by_value=True, required=True, validate=validate.OneOf(BY_HAND))
    evidence = text(most=2000)
    levels = fields.Dict(
        keys=fields.Enum(Competency, by_value=True),
        values=fields.Integer(strict=True, validate=validate.Range(min=0, max=MOST)),
        load_default=dict,
    )


class ReserveWithdrawalSchema(ApiSchema):
    reason = text(most=500)


class NewReservePlanItemSchema(ApiSchema):
    kind = fields.Enum(PlanKind, by_value=True, required=True)
    title = text(most=200)
    due_on = fields.Date(required=True)


class ReservePlanItemDoneSchema(ApiSchema):
    done_on = fields.Date(required=True)
    outcome = text(most=2000)
    passed = fields.Boolean(load_default=None, allow_none=True, metadata={"description": "of a review"})


class NewEnterpriseSchema(ApiSchema):
    name = text(most=100)
    since = fields.Date(required=True)
    support = text(most=500)
    jobs = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=100_000))
    income_yuan = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=2_000_000_000))


class ReserveFilters(PageArguments):
    area = AreaCodeField(load_default=None)
    stage = fields.Enum(Stage, by_value=True, load_default=None)
    post = fields.Enum(Post, by_value=True, load_default=None)


class ReserveSummarySchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    name = fields.String(required=True, metadata={"description": _NAMES})
    sex = fields.String(required=True)
    age = fields.Integer(required=True)
    post = fields.String(required=True)
    stage = fields.String(required=True)
    education = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    party = fields.String(required=True, allow_none=True)
    nominated_on = fields.Date(required=True)
    ready_on = fields.Date(required=True, allow_none=True)
    in_post_on = fields.Date(required=True, allow_none=True)
    version = fields.Integer(required=True)


class ReserveStageReachedSchema(Schema):
    stage = fields.String(required=True)
    reached_on = fields.Date(required=True)
    evidence = fields.String(required=True)
    by = fields.String(required=True)


class ReservePlanItemSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    due_on = fields.Date(required=True)
    done_on = fields.Date(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)
    passed = fields.Boolean(required=True, allow_none=True)


class EnterpriseSchema(Schema):
    name = fields.String(required=True)
    since = fields.Date(required=True)
    support = fields.String(required=True)
    jobs = fields.Integer(required=True)
    income_yuan = fields.Integer(required=True)


class ReserveSchema(ReserveSummarySchema):
    birth_date = fields.Date(required=True)
    experience = fields.String(required=True)
    cadre_id = fields.UUID(required=True, allow_none=True)
    levels = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    stages = fields.List(fields.Nested(ReserveStageReachedSchema), required=True)
    plan = fields.List(fields.Nested(ReservePlanItemSchema), required=True)
    enterprises = fields.List(fields.Nested(EnterpriseSchema), required=True)


class OverdueReservePlanItemSchema(ReservePlanItemSchema):
    reserve_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"description": _NAMES})
    days_late = fields.Integer(required=True)


class OverdueReservePlanSchema(Schema):
    items = fields.List(fields.Nested(OverdueReservePlanItemSchema), required=True)


_SUMMARY = tuple(name for name in ReserveSummarySchema._declared_fields if name not in {"age", "name"})  # noqa: SLF001


def summary(row: Reserve, actor: Actor) -> dict[str, Any]:
    """Personal data only for those who may know whose it is."""
    name = row.name if actor.has("training:reserve:read") else masked(row.name)
    shown = {field: getattr(row, field) for field in _SUMMARY}
    return shown | {"name": name, "age": age_on(row.birth_date, clock.today())}


@routes.route("", methods=["GET"])
@requires("training:read")
@routes.arguments(ReserveFilters, location="query")
@routes.response(200, page_of(ReserveSummarySchema))
def list_reserves(filters: dict[str, Any]) -> Page:
    """The pools within reach, newest first"""
    actor = current_actor()
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = reserves.listed(actor, **filters)
    with reading() as db:
        found = paginate(db, query, key=Reserve.id, parse=UUID, newest_first=True, **page)
    return Page([summary(row, actor) for row in found.items], found.next)


@routes.route("", methods=["POST"])
@requires("training:write")
@routes.arguments(NewReserveSchema)
@routes.response(201, ReserveSummarySchema)
def nominate(command: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Nominate somebody for the pool of an office"""
    actor = current_actor()
    facts = Facts(**{name: command.pop(name) for name in ("education", "source", "party")})
    made = workflows.nominate(actor, workflows.Nomination(**command), facts)
    return summary(made, actor), 201, {"Location": f"/api/v1/reserves/{made.id}", **etag(made.version)}


@routes.route("/overdue", methods=["GET"])
@requires("training:read")
@routes.response(200, OverdueReservePlanSchema)
def list_overdue() -> dict[str, Any]:
    """Courses, placements and reviews whose day has passed"""
    actor, today = current_actor(), clock.today()
    with reading() as db:
        found = reserves.overdue(db, actor, today)
    return {"items": [_late(item, row, actor) for item, row in found]}


def _late(item: ReservePlanItem, row: Reserve, actor: Actor) -> dict[str, Any]:
    shown = {name: getattr(item, name) for name in ReservePlanItemSchema._declared_fields}  # noqa: SLF001
    late = (clock.today() - item.due_on).days
    return shown | {"reserve_id": row.id, "name": summary(row, actor)["name"], "days_late": late}


@routes.route("/<uuid:reserve_id>", methods=["GET"])
@requires("training:reserve:read")
@routes.response(200, ReserveSchema)
def show(reserve_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
    """One of the pool, with stages and their evidence, the plan, and enterprises"""
    actor = current_actor()
    with reading() as db:
        row = reserves.reserve(db, actor, reserve_id)
        shown = summary(row, actor) | {name: getattr(row, name) for name in ("birth_date", "experience", "cadre_id")}
        shown |= {
            "levels": reserves.levels(db, [row], clock.today())[row.id],
            "stages": reserves.stages(db, row.id),
            "plan": reserves.plan(db, row.id),
            "enterprises": reserves.enterprises(db, row.id),
        }
    return shown, 200, etag(row.version)


@routes.route("/<uuid:reserve_id>/facts", methods=["PUT"])
@requires("training:write")
@routes.arguments(ReserveFactsSchema)
@routes.response(200, ReserveSummarySchema)
def change(command: dict[str, Any], reserve_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
    """What is known of a reserve now: education, source, and the way into the party (If-Match)"""
    actor = current_actor()
    changed = workflows.change_facts(actor, reserve_id, Facts(**command), version=expected_version())
    return summary(changed, actor), 200, etag(changed.version)


@routes.route("/<uuid:reserve_id>/stages", methods=["POST"])
@requires("training:write")
@routes.arguments(ReserveAdvanceSchema)
@routes.response(200, ReserveSummarySchema)
def advance(command: dict[str, Any], reserve_id: UUID) -> dict[str, Any]:
    """To the next stage, with evidence; refused with what is missing"""
    actor, to = current_actor(), command.pop("stage")
    return summary(workflows.advance(actor, reserve_id, to, **command), actor)


@routes.route("/<uuid:reserve_id>/withdrawal", methods=["POST"])
@requires("training:write")
@routes.arguments(ReserveWithdrawalSchema)
@routes.response(200, ReserveSummarySchema)
def withdraw(command: dict[str, Any], reserve_id: UUID) -> dict[str, Any]:
    """Take somebody out of the pool, with the reason"""
    actor = current_actor()
    return summary(workflows.withdraw(actor, reserve_id, **command), actor)


@routes.route("/<uuid:reserve_id>/plan", methods=["POST"])
@requires("training:write")
@routes.arguments(NewReservePlanItemSchema)
@routes.response(201, ReservePlanItemSchema)
def plan(command: dict[str, Any], reserve_id: UUID) -> ReservePlanItem:
    """Add a course, a placement or a review, with the day when it is due"""
    kind = command.pop("kind")
    return workflows.plan(current_actor(), reserve_id, kind, **command)


@routes.route("/plan/<uuid:item_id>/done", methods=["POST"])
@requires("training:write")
@routes.arguments(ReservePlanItemDoneSchema)
@routes.response(200, ReservePlanItemSchema)
def complete(command: dict[str, Any], item_id: UUID) -> ReservePlanItem:
    """Write down that an item of a plan is done, and what came of it"""
    return workflows.complete(current_actor(), item_id, **command)


@routes.route("/<uuid:reserve_id>/enterprises", methods=["POST"])
@requires("training:write")
@routes.arguments(NewEnterpriseSchema)
@routes.response(201, EnterpriseSchema)
def undertake(command: dict[str, Any], reserve_id: UUID) -> Enterprise:
    """What a reserve set up, the policy support for it, and the jobs and income that came of it (R42)"""
    return workflows.undertake(current_actor(), reserve_id, workflows.Undertaking(**command))
