"""The community's mark: contests and their designs (R64)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from sqlalchemy import select

from services.notices.domain.consultations import EntryState
from services.notices.domain.marks import MarkState, MarkStep
from services.notices.store import marks
from services.notices.store.database import reading
from services.notices.store.tables import MarkContest, MarkDesign
from services.notices.workflows import marks as workflows
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint("marks", authentication="bearer", url_prefix="/api/v1", description="The community's mark (R64)")


class NewContestSchema(ApiSchema):
    area = AreaCodeField(required=True)
    title = text()
    title_en = text(required=False, load_default=None, allow_none=True)
    body = text(most=5000, metadata={"description": "Markdown"})


class ContestSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True, allow_none=True)
    body = fields.String(required=True)
    state = fields.String(required=True)
    version = fields.Integer(required=True)
    author = fields.String(required=True)
    winner_id = fields.UUID(required=True, allow_none=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)


class ContestFilters(PageArguments):
    area = AreaCodeField()
    state = fields.Enum(MarkState, by_value=True)


class MarkStepSchema(ApiSchema):
    step = fields.Enum(MarkStep, by_value=True, required=True)


class DesignSchema(Schema):
    id = fields.UUID(required=True)
    contest_id = fields.UUID(required=True)
    title = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    sha256 = fields.String(required=True)
    image = fields.Function(
        lambda found: f"/marks/designs/{found.id}/image", required=True, metadata={"type": "string"}
    )
    at = fields.AwareDateTime(required=True)


class DesignFilters(PageArguments):
    area = AreaCodeField()
    contest_id = fields.UUID()
    state = fields.Enum(EntryState, by_value=True)


class DesignModerationSchema(ApiSchema):
    shown = fields.Boolean(required=True)
    reason = text(required=False, load_default=None, allow_none=True)


@routes.route("/mark-contests", methods=["POST"])
@requires("notices:write")
@routes.arguments(NewContestSchema)
@routes.response(201, ContestSchema)
def start(command: dict[str, Any]) -> MarkContest:
    """Write a contest; somebody else begins it"""
    area = command.pop("area")
    return workflows.start_contest(current_actor(), area=area, command=workflows.NewContest(**command))


@routes.route("/mark-contests", methods=["GET"])
@requires("notices:read")
@routes.arguments(ContestFilters, location="query")
@routes.response(200, page_of(ContestSchema))
def list_contests(filters: dict[str, Any]) -> Page:
    """Contests within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(MarkContest).where(within(MarkContest.area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=MarkContest.id, parse=UUID, newest_first=True, **page)


@routes.route("/mark-contests/<uuid:contest_id>", methods=["GET"])
@requires("notices:read")
@routes.response(200, ContestSchema)
def show(contest_id: UUID) -> MarkContest:
    """One contest"""
    with reading() as session:
        return marks.contest(session, current_actor(), contest_id)


@routes.route("/mark-contests/<uuid:contest_id>/steps", methods=["POST"])
@requires("notices:approve")
@routes.arguments(MarkStepSchema)
@routes.response(200, ContestSchema)
def take(command: dict[str, Any], contest_id: UUID) -> MarkContest:
    """Collect designs, have residents vote, decide"""
    return workflows.take_mark_step(current_actor(), contest_id, command["step"])


@routes.route("/mark-designs", methods=["GET"])
@requires("notices:read")
@routes.arguments(DesignFilters, location="query")
@routes.response(200, page_of(DesignSchema))
def list_designs(filters: dict[str, Any]) -> Page:
    """Designs, those not yet shown among them; newest first. Votes are told on the page when it is decided"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(MarkDesign).where(within(MarkDesign.area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=MarkDesign.id, parse=UUID, newest_first=True, **page)


@routes.route("/mark-designs/<uuid:design_id>/moderation", methods=["POST"])
@requires("notices:answer")
@routes.arguments(DesignModerationSchema)
@routes.response(200, DesignSchema)
def moderate(command: dict[str, Any], design_id: UUID) -> MarkDesign:
    """Let a design be seen, or not, with the reason"""
    return workflows.moderate_design(current_actor(), design_id, **command)
