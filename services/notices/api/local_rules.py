"""Places' own rules on residents' taking part (R19)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from sqlalchemy import select

from services.notices.store.database import reading
from services.notices.store.tables import LocalRule
from services.notices.workflows.local_rules import NewLocalRule, register_rule, repeal_rule
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, line, page_of, text

routes = Blueprint(
    "local_rules", authentication="bearer", url_prefix="/api/v1/local-rules", description="Local rules (R19)"
)

_BODY = 20_000


class NewLocalRuleSchema(ApiSchema):
    area = AreaCodeField(required=True)
    title = line(most=200)
    adopted_by = line(most=100, metadata={"description": "a residents' meeting, an office, a people's congress"})
    adopted_on = fields.Date(required=True)
    body = text(most=_BODY, metadata={"description": "Markdown"})


class RepealSchema(ApiSchema):
    on = fields.Date(required=True, metadata={"description": "the first day on which it holds no longer"})


class LocalRuleSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    title = fields.String(required=True)
    adopted_by = fields.String(required=True)
    adopted_on = fields.Date(required=True)
    body = fields.String(required=True)
    repealed_on = fields.Date(required=True, allow_none=True)


class LocalRuleFilters(PageArguments):
    area = AreaCodeField()


@routes.route("", methods=["POST"])
@requires("notices:approve")
@routes.arguments(NewLocalRuleSchema)
@routes.response(201, LocalRuleSchema)
def register(command: dict[str, Any]) -> LocalRule:
    """Register a rule; residents of its area and of all below it see it at once"""
    return register_rule(current_actor(), NewLocalRule(**command))


@routes.route("", methods=["GET"])
@requires("notices:read")
@routes.arguments(LocalRuleFilters, location="query")
@routes.response(200, page_of(LocalRuleSchema))
def list_rules(filters: dict[str, Any]) -> Page:
    """Rules within reach, the last registered first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(LocalRule).where(within(LocalRule.area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=LocalRule.id, parse=UUID, newest_first=True, **page)


@routes.route("/<uuid:rule_id>/repeal", methods=["POST"])
@requires("notices:approve")
@routes.arguments(RepealSchema)
@routes.response(200, LocalRuleSchema)
def repeal(command: dict[str, Any], rule_id: UUID) -> LocalRule:
    """Repeal a rule"""
    return repeal_rule(current_actor(), rule_id, on=command["on"])
