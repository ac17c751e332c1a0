"""How cadres stand after their appraisals, adjustments, and exceptional promotions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from sqlalchemy import select

from services.training.domain.conduct.adjustments import Outcome
from services.training.domain.conduct.promotions import PromotionState
from services.training.domain.office.posts import Post
from services.training.store import merits
from services.training.store.database import reading
from services.training.store.tables import Adjustment, Promotion
from services.training.workflows import merits as workflows
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, PageArguments, page_of, text

routes = Blueprint("merits", authentication="bearer", url_prefix="/api/v1", description="Appraisals' consequences")


class AppraisalStandingSchema(Schema):
    cadre_id = fields.UUID(required=True)
    name = fields.String(required=True)
    area = fields.String(required=True)
    year = fields.Integer(required=True)
    grade = fields.String(required=True)
    fails = fields.Integer(required=True, metadata={"description": "in a row, up to the latest appraisal"})
    ground = fields.String(required=True, allow_none=True, metadata={"description": "two_fails ends the post by law"})
    outcome = fields.String(required=True, allow_none=True)


class AppraisalStandingsSchema(Schema):
    items = fields.List(fields.Nested(AppraisalStandingSchema), required=True)


class NewAdjustmentSchema(ApiSchema):
    outcome = fields.Enum(Outcome, by_value=True, required=True)
    reasons = text(most=2000)


class AdjustmentSchema(Schema):
    id = fields.UUID(required=True)
    cadre_id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    ground = fields.String(required=True)
    outcome = fields.String(required=True)
    reasons = fields.String(required=True)
    decided_on = fields.Date(required=True)


class NewPromotionSchema(ApiSchema):
    to_post = fields.Enum(Post, by_value=True, required=True)
    justification = text(most=5000)


class PromotionDecisionSchema(ApiSchema):
    approve = fields.Boolean(required=True)
    reasons = text(most=2000)


class MeritsSchema(Schema):
    awards = fields.List(fields.String(), required=True)
    good_years = fields.List(fields.Integer(), required=True)


class PromotionSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    cadre_id = fields.UUID(required=True)
    to_post = fields.String(required=True)
    justification = fields.String(required=True)
    merits = fields.Nested(MeritsSchema, required=True)
    state = fields.String(required=True)
    proposed_on = fields.Date(required=True)
    decided_on = fields.Date(required=True, allow_none=True)
    reasons = fields.String(required=True, allow_none=True)


class PromotionFilters(PageArguments):
    state = fields.Enum(PromotionState, by_value=True)


@routes.route("/appraisal-standings", methods=["GET"])
@requires("training:read")
@routes.response(200, AppraisalStandingsSchema)
def list_standings() -> dict[str, Any]:
    """How each cadre stands after the latest appraisal, those first about whom something is to be done"""
    with reading() as db:
        return {"items": merits.standings(db, current_actor())}


@routes.route("/cadres/<uuid:cadre_id>/adjustments", methods=["POST"])
@requires("training:decide")
@routes.arguments(NewAdjustmentSchema)
@routes.response(201, AdjustmentSchema)
def adjust(command: dict[str, Any], cadre_id: UUID) -> Adjustment:
    """Decide what follows on an appraisal that asks for an adjustment (R55)"""
    return workflows.decide_adjustment(current_actor(), cadre_id, **command)


@routes.route("/cadres/<uuid:cadre_id>/promotions", methods=["POST"])
@requires("training:write")
@routes.arguments(NewPromotionSchema)
@routes.response(201, PromotionSchema)
def propose(command: dict[str, Any], cadre_id: UUID) -> Promotion:
    """Propose an exceptional promotion; the merits on record are kept with it"""
    return workflows.propose_promotion(current_actor(), cadre_id, **command)


@routes.route("/promotions", methods=["GET"])
@requires("training:read")
@routes.arguments(PromotionFilters, location="query")
@routes.response(200, page_of(PromotionSchema))
def list_promotions(filters: dict[str, Any]) -> Page:
    """Exceptional promotions within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Promotion).where(within(Promotion.area, current_actor())).filter_by(**filters)
    with reading() as db:
        return paginate(db, query, key=Promotion.id, parse=UUID, newest_first=True, **page)


@routes.route("/promotions/<uuid:promotion_id>/decision", methods=["POST"])
@requires("training:decide")
@routes.arguments(PromotionDecisionSchema)
@routes.response(200, PromotionSchema)
def decide(command: dict[str, Any], promotion_id: UUID) -> Promotion:
    """Approve or refuse; by another person than proposed it"""
    return workflows.decide_promotion(current_actor(), promotion_id, **command)
