"""Issues of a community's own paper (R63): a month's items, put in order, looked at, published by a second person."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID

from flask import Response, current_app
from marshmallow import Schema, fields, validate

from services.notices.domain.notice import Kind
from services.notices.domain.periodical import IssueState, IssueStep, by_default
from services.notices.store import periodicals
from services.notices.store.database import reading
from services.notices.store.tables import PeriodicalIssue
from services.notices.workflows import periodicals as workflows
from services.notices.workflows.printed_issues import printed
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version, version_if_given
from shared.web.files import file_response
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint(
    "periodicals", authentication="bearer", url_prefix="/api/v1/periodicals", description="A community's own paper"
)

_FRONT = 1500  # characters: what fits on the first page beside the table of contents
_MOST_ITEMS = 300  # in a request; the rules allow fewer


class NewIssueSchema(ApiSchema):
    area = AreaCodeField(required=True)
    month = fields.Date(required=True, metadata={"description": "any day of the month"})
    front = text(most=_FRONT, required=False, load_default=None, allow_none=True, metadata={"description": "Markdown"})


class IssueChangesSchema(ApiSchema):
    front = text(most=_FRONT, required=False, allow_none=True)
    items = fields.List(fields.UUID(), validate=validate.Length(max=_MOST_ITEMS))


class IssueSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    month = fields.Date(required=True)
    number = fields.Integer(required=True, allow_none=True)
    state = fields.String(required=True)
    version = fields.Integer(required=True)
    front = fields.String(required=True, allow_none=True)
    items = fields.List(fields.UUID(), required=True, metadata={"description": "notices, in their order"})
    writers = fields.List(fields.String(), required=True)
    approver = fields.String(required=True, allow_none=True)
    published_at = fields.AwareDateTime(required=True, allow_none=True)


class IssueCandidateSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    title = fields.String(required=True)
    published_at = fields.AwareDateTime(required=True)
    chosen = fields.Boolean(required=True)


class IssueCandidatesSchema(Schema):
    items = fields.List(fields.Nested(IssueCandidateSchema), required=True)


class IssueFilters(PageArguments):
    area = AreaCodeField()
    state = fields.Enum(IssueState, by_value=True)


class IssueStepSchema(ApiSchema):
    step = fields.Enum(IssueStep, by_value=True, required=True)


@routes.route("", methods=["POST"])
@requires("notices:write")
@routes.arguments(NewIssueSchema)
@routes.response(201, IssueSchema)
def begin(command: dict[str, Any]) -> tuple[PeriodicalIssue, int, dict[str, str]]:
    """Begin a month's issue with all that was published in the month"""
    made = workflows.begin_issue(current_actor(), **command)
    return made, 201, {"Location": f"/api/v1/periodicals/{made.id}", **etag(made.version)}


@routes.route("", methods=["GET"])
@requires("notices:read")
@routes.arguments(IssueFilters, location="query")
@routes.response(200, page_of(IssueSchema))
def list_issues(filters: dict[str, Any]) -> Page:
    """Issues within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = periodicals.listed(current_actor(), **filters)
    with reading() as session:
        return paginate(session, query, key=PeriodicalIssue.id, parse=UUID, newest_first=True, **page)


@routes.route("/<uuid:issue_id>", methods=["GET"])
@requires("notices:read")
@routes.response(200, IssueSchema)
def show(issue_id: UUID) -> tuple[PeriodicalIssue, int, dict[str, str]]:
    """One issue"""
    with reading() as session:
        found = periodicals.issue(session, current_actor(), issue_id)
    return found, 200, etag(found.version)


@routes.route("/<uuid:issue_id>/candidates", methods=["GET"])
@requires("notices:read")
@routes.response(200, IssueCandidatesSchema)
def list_candidates(issue_id: UUID) -> dict[str, Any]:
    """What the issue can have: all that was published in its month, at most a few hundred; and whether it was chosen"""
    with reading() as session:
        found = periodicals.issue(session, current_actor(), issue_id)
        candidates = periodicals.candidates(session, found.area, found.month)
    chosen, order = set(found.items), by_default(candidates)
    candidates.sort(key=lambda each: order.index(each.id))
    return {
        "items": [
            {
                "id": each.id,
                "kind": each.kind,
                "title": each.title,
                "published_at": each.published_at,
                "chosen": each.id in chosen,
            }
            for each in candidates
        ]
    }


@routes.route("/<uuid:issue_id>", methods=["PATCH"])
@requires("notices:write")
@routes.arguments(IssueChangesSchema)
@routes.response(200, IssueSchema)
def edit(changes: dict[str, Any], issue_id: UUID) -> tuple[PeriodicalIssue, int, dict[str, str]]:
    """Other items, another order, another front text (If-Match)"""
    edited = workflows.edit_issue(current_actor(), issue_id, changes, version=expected_version())
    return edited, 200, etag(edited.version)


@routes.route("/<uuid:issue_id>/steps", methods=["POST"])
@requires("notices:read")
@routes.arguments(IssueStepSchema)
@routes.response(200, IssueSchema)
def take(command: dict[str, Any], issue_id: UUID) -> tuple[PeriodicalIssue, int, dict[str, str]]:
    """Publish (notices:approve, by none of its writers) or withdraw a draft (notices:write).

    With If-Match it is done with what was read and with nothing else."""
    taken = workflows.take_issue_step(current_actor(), issue_id, command["step"], version=version_if_given())
    return taken, 200, etag(taken.version)


@routes.route("/<uuid:issue_id>/issue.pdf", methods=["GET"])
@requires("notices:read")
@routes.response(200, content_type="application/pdf")
def preview(issue_id: UUID) -> Response:
    """As it will be printed; a draft says on each page that it is one"""
    with reading() as session:
        found = periodicals.issue(session, current_actor(), issue_id)
        content = printed(session, found, site=current_app.config["SETTINGS"].public_url("notices"))
    return file_response(content, kind="application/pdf", sha256=sha256(content).hexdigest())
