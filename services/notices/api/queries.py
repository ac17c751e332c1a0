"""Queries that the supervisory committee puts to the residents' committee (R69): suggestions of a sort."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from sqlalchemy import select

from services.notices.domain.suggestions.words import SuggestionState, Topic
from services.notices.store import suggestions
from services.notices.store.database import reading
from services.notices.store.tables import Suggestion
from services.notices.workflows.suggestions.receiving import put_query
from shared import clock
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint("queries", authentication="bearer", url_prefix="/api/v1/queries", description="Queries (R69)")

_LONGEST = 2000  # characters


class NewQuerySchema(ApiSchema):
    area = AreaCodeField(required=True)
    topic = fields.Enum(Topic, by_value=True, load_default=Topic.COMMITTEE)
    text = text(most=_LONGEST)


class QuerySchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    topic = fields.String(required=True)
    text = fields.String(required=True)
    state = fields.String(required=True)
    answerer = fields.String(required=True)
    due_on = fields.Date(required=True)
    late = fields.Boolean(required=True)
    queried_by = fields.String(required=True)
    received_at = fields.AwareDateTime(required=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)


class QueryFilters(PageArguments):
    area = AreaCodeField()


@routes.route("", methods=["POST"])
@requires("notices:query")
@routes.arguments(NewQuerySchema)
@routes.response(201, QuerySchema)
def put(command: dict[str, Any]) -> dict[str, Any]:
    """Put a query of the supervisory committee (R69): the residents' committee owes an answer by its day"""
    return _shown([put_query(current_actor(), **command)])[0]


@routes.route("", methods=["GET"])
@requires("notices:read")
@routes.arguments(QueryFilters, location="query")
@routes.response(200, page_of(QuerySchema))
def list_queries(filters: dict[str, Any]) -> Page:
    """The supervisory committee's queries with their answers, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    queried = select(Suggestion).where(within(Suggestion.area, current_actor()), Suggestion.queried_by.is_not(None))
    with reading() as session:
        found = paginate(
            session, queried.filter_by(**filters), key=Suggestion.id, parse=UUID, newest_first=True, **page
        )
    return Page(_shown(found.items), found.next)


def _shown(found: Sequence[Suggestion]) -> list[dict[str, Any]]:
    with reading() as session:
        rounds = suggestions.rounds_of(session, [each.id for each in found])
    names = [name for name in QuerySchema().fields if name not in {"late", "answer"}]
    return [
        {name: getattr(each, name) for name in names} | {"late": _late(each), "answer": rounds[each.id][-1].answer}
        for each in found
    ]


def _late(found: Suggestion) -> bool:
    return found.state == SuggestionState.WAITING and found.due_on < clock.today()
