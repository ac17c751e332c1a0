"""Goals of posts, terms and persons."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.training.domain.conduct.goals import BEST, WHOLE, GoalLevel, NewGoal, PlanFrame, Scoring
from services.training.domain.office.posts import Post
from services.training.store import goals
from services.training.store.database import reading
from services.training.store.tables import GoalEvidence, GoalPlan
from services.training.workflows import goals as workflows
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, HundredthsField, PageArguments, page_of, text

routes = Blueprint("goals", authentication="bearer", url_prefix="/api/v1", description="Goals and their scores")

_FRAME = ("level", "starts_on", "ends_on", "post", "cadre_id")


class NewGoalSchema(ApiSchema):
    title = text(most=200)
    indicator = text(most=500)
    weight = HundredthsField(
        required=True,
        validate=validate.Range(min=1, max=WHOLE),
        metadata={"description": "basis points; those of a plan come to 10,000"},
    )
    responsible_id = fields.UUID(required=True)
    co_owners = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=20))


class NewGoalPlanSchema(ApiSchema):
    area = AreaCodeField(required=True)
    title = text(most=200)
    level = fields.Enum(GoalLevel, by_value=True, required=True)
    post = fields.Enum(Post, by_value=True, load_default=None)
    cadre_id = fields.UUID(load_default=None)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    goals = fields.List(fields.Nested(NewGoalSchema), required=True, validate=validate.Length(min=1, max=50))


class GoalScoresSchema(ApiSchema):
    scores = fields.Dict(
        keys=fields.UUID(),
        values=fields.Integer(strict=True, validate=validate.Range(min=0, max=BEST)),
        required=True,
        metadata={"description": "points of a hundred by goal's id: every goal of the plan"},
    )


class NewGoalEvidenceSchema(ApiSchema):
    on = fields.Date(required=True)
    text = text(most=2000)


class GoalEvidenceSchema(Schema):
    id = fields.UUID(required=True)
    goal_id = fields.UUID(required=True)
    on = fields.Date(required=True)
    text = fields.String(required=True)
    by = fields.String(required=True)


class GoalSchema(Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    indicator = fields.String(required=True)
    weight = fields.Integer(required=True)
    responsible_id = fields.UUID(required=True)
    co_owners = fields.List(fields.UUID(), required=True)
    midterm_score = fields.Integer(required=True, allow_none=True)
    final_score = fields.Integer(required=True, allow_none=True)


class GoalPlanSummarySchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    title = fields.String(required=True)
    level = fields.String(required=True)
    post = fields.String(required=True, allow_none=True)
    cadre_id = fields.UUID(required=True, allow_none=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    midterm_on = fields.Date(required=True, allow_none=True)
    midterm_score = fields.Integer(required=True, allow_none=True, metadata={"description": "hundredths of a point"})
    final_on = fields.Date(required=True, allow_none=True)
    final_score = fields.Integer(required=True, allow_none=True, metadata={"description": "hundredths of a point"})


class GoalPlanSchema(GoalPlanSummarySchema):
    goals = fields.List(fields.Nested(GoalSchema), required=True)
    evidence = fields.List(fields.Nested(GoalEvidenceSchema), required=True)


class GoalPlanFilters(PageArguments):
    area = AreaCodeField()
    level = fields.Enum(GoalLevel, by_value=True)
    cadre_id = fields.UUID()


@routes.route("/goal-plans", methods=["POST"])
@requires("training:write")
@routes.arguments(NewGoalPlanSchema)
@routes.response(201, GoalPlanSchema)
def set_goals(command: dict[str, Any]) -> dict[str, Any]:
    """Set the goals of a post, a term or a person, with weights that come to a whole"""
    frame = PlanFrame(**{name: command.pop(name) for name in _FRAME})
    wanted = [NewGoal(**each) for each in command.pop("goals")]
    return _shown(workflows.set_goals(current_actor(), workflows.NewPlan(frame=frame, goals=wanted, **command)))


@routes.route("/goal-plans", methods=["GET"])
@requires("training:read")
@routes.arguments(GoalPlanFilters, location="query")
@routes.response(200, page_of(GoalPlanSummarySchema))
def list_plans(filters: dict[str, Any]) -> Page:
    """Plans within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(GoalPlan).where(within(GoalPlan.area, current_actor())).filter_by(**filters)
    with reading() as db:
        return paginate(db, query, key=GoalPlan.id, parse=UUID, newest_first=True, **page)


@routes.route("/goal-plans/<uuid:plan_id>", methods=["GET"])
@requires("training:read")
@routes.response(200, GoalPlanSchema)
def show(plan_id: UUID) -> dict[str, Any]:
    """A plan with its goals and the evidence"""
    with reading() as db:
        found = goals.plan(db, current_actor(), plan_id)
    return _shown(found)


@routes.route("/goals/<uuid:goal_id>/evidence", methods=["POST"])
@requires("training:write")
@routes.arguments(NewGoalEvidenceSchema)
@routes.response(201, GoalEvidenceSchema)
def add_evidence(command: dict[str, Any], goal_id: UUID) -> GoalEvidence:
    """Note what was done for a goal"""
    return workflows.add_evidence(current_actor(), goal_id, **command)


@routes.route("/goal-plans/<uuid:plan_id>/midterm", methods=["POST"])
@requires("training:decide")
@routes.arguments(GoalScoresSchema)
@routes.response(200, GoalPlanSchema)
def score_midterm(command: dict[str, Any], plan_id: UUID) -> dict[str, Any]:
    """Score all goals at mid-term; not by who set them"""
    return _shown(workflows.score_goals(current_actor(), plan_id, Scoring.MIDTERM, command["scores"]))


@routes.route("/goal-plans/<uuid:plan_id>/final", methods=["POST"])
@requires("training:decide")
@routes.arguments(GoalScoresSchema)
@routes.response(200, GoalPlanSchema)
def score_final(command: dict[str, Any], plan_id: UUID) -> dict[str, Any]:
    """Score all goals for good, in the plan's last month or after it"""
    return _shown(workflows.score_goals(current_actor(), plan_id, Scoring.FINAL, command["scores"]))


def _shown(row: GoalPlan) -> dict[str, Any]:
    with reading() as db:
        parts = {"goals": goals.goals(db, row.id), "evidence": goals.evidence(db, row.id)}
    return {name: getattr(row, name) for name in GoalPlanSummarySchema().fields} | parts
