"""Promises: what was said will be done, and what came of it (R70)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from sqlalchemy import select

from services.notices.domain.promises import PromiseState, is_overdue
from services.notices.store import promises
from services.notices.store.database import reading
from services.notices.store.tables import Promise
from services.notices.workflows import promises as workflows
from shared import clock
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of
from shared.web.schemas import text as words

routes = Blueprint("promises", authentication="bearer", url_prefix="/api/v1/promises", description="Promises (R70)")

_TEXT = 1000


class NewPromiseSchema(ApiSchema):
    area = AreaCodeField(required=True)
    text = words(most=_TEXT)
    text_en = words(most=_TEXT, required=False, load_default=None, allow_none=True)
    promised_by = words(most=80)
    promised_on = fields.Date(required=True)
    due_on = fields.Date(required=True)


class PromiseSettlementSchema(ApiSchema):
    kept = fields.Boolean(required=True)
    evidence = words(most=_TEXT, metadata={"description": "what shows it; when it was not kept, why. Public"})


class PromiseSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    text = fields.String(required=True)
    text_en = fields.String(required=True, allow_none=True)
    promised_by = fields.String(required=True)
    promised_on = fields.Date(required=True)
    due_on = fields.Date(required=True)
    overdue = fields.Function(
        lambda found: is_overdue(PromiseState(found.state), found.due_on, today=clock.today()),
        required=True,
        metadata={"type": "boolean"},
    )
    origin = fields.String(required=True, allow_none=True, metadata={"example": "interviews/0193…"})
    state = fields.String(required=True)
    evidence = fields.String(required=True, allow_none=True)
    settled_on = fields.Date(required=True, allow_none=True)


class PromiseFilters(PageArguments):
    area = AreaCodeField()
    state = fields.Enum(PromiseState, by_value=True)
    origin = fields.String()


@routes.route("", methods=["POST"])
@requires("notices:answer")
@routes.arguments(NewPromiseSchema)
@routes.response(201, PromiseSchema)
def make(command: dict[str, Any]) -> Promise:
    """Record a promise; it is public at once"""
    area = command.pop("area")
    return workflows.make_promise(current_actor(), area=area, command=workflows.NewPromise(**command))


@routes.route("", methods=["GET"])
@requires("notices:read")
@routes.arguments(PromiseFilters, location="query")
@routes.response(200, page_of(PromiseSchema))
def list_promises(filters: dict[str, Any]) -> Page:
    """Promises within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Promise).where(within(Promise.area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=Promise.id, parse=UUID, newest_first=True, **page)


@routes.route("/<uuid:promise_id>", methods=["GET"])
@requires("notices:read")
@routes.response(200, PromiseSchema)
def show(promise_id: UUID) -> Promise:
    """One promise"""
    with reading() as session:
        return promises.promise(session, current_actor(), promise_id)


@routes.route("/<uuid:promise_id>/settlement", methods=["POST"])
@requires("notices:answer")
@routes.arguments(PromiseSettlementSchema)
@routes.response(200, PromiseSchema)
def settle(command: dict[str, Any], promise_id: UUID) -> Promise:
    """Kept, with evidence, or not, with the reason"""
    return workflows.settle_promise(current_actor(), promise_id, **command)
