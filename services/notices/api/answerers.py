"""Who answers residents on which topic, and mailboxes with a code of their own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.notices.domain.suggestions.words import Topic
from services.notices.store.database import reading
from services.notices.store.tables import Answerer, Mailbox
from services.notices.workflows.answerers import name_answerer, put_up_mailbox, take_mailbox_away
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint("answerers", authentication="bearer", url_prefix="/api/v1", description="Who answers residents")


class AnswererSchema(ApiSchema):
    area = AreaCodeField(required=True)
    topic = fields.Enum(Topic, by_value=True, required=True)
    name = text(most=80, metadata={"description": "the person or post, as residents read it"})
    working_days = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1, max=60))


class AnswererFilters(PageArguments):
    area = AreaCodeField(required=True)


class NewMailboxSchema(ApiSchema):
    area = AreaCodeField(required=True)
    place = text(most=100)


class MailboxSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "of the short address /ask/<code>"})
    place = fields.String(required=True)
    sheet = fields.Function(
        lambda found: f"/ask/mailboxes/{found.code}/sheet",
        metadata={"type": "string", "description": "the page to be printed and hung there"},
    )


class MailboxFilters(PageArguments):
    area = AreaCodeField()


class AnswererShownSchema(Schema):
    area = fields.String(required=True)
    topic = fields.String(required=True)
    name = fields.String(required=True)
    working_days = fields.Integer(required=True, allow_none=True)


@routes.route("/answerers", methods=["PUT"])
@requires("notices:answer")
@routes.arguments(AnswererSchema)
@routes.response(200, AnswererShownSchema)
def name_(command: dict[str, Any]) -> Answerer:
    """Name who answers for an area on a topic"""
    return name_answerer(current_actor(), **command)


@routes.route("/answerers", methods=["GET"])
@requires("notices:read")
@routes.arguments(AnswererFilters, location="query")
@routes.response(200, page_of(AnswererShownSchema))
def list_answerers(filters: dict[str, Any]) -> Page:
    """An area's own answerers"""
    current_actor().must_reach(filters["area"])
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Answerer).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=Answerer.topic, parse=str, **page)


@routes.route("/mailboxes", methods=["POST"])
@requires("notices:answer")
@routes.arguments(NewMailboxSchema)
@routes.response(201, MailboxSchema)
def put_up(command: dict[str, Any]) -> tuple[Mailbox, int, dict[str, str]]:
    """Give a mailbox a code"""
    made = put_up_mailbox(current_actor(), **command)
    return made, 201, {"Location": f"/api/v1/mailboxes/{made.id}"}


@routes.route("/mailboxes", methods=["GET"])
@requires("notices:read")
@routes.arguments(MailboxFilters, location="query")
@routes.response(200, page_of(MailboxSchema))
def list_mailboxes(filters: dict[str, Any]) -> Page:
    """Mailboxes within reach"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Mailbox).where(within(Mailbox.area, current_actor()), Mailbox.removed_at.is_(None))
    with reading() as session:
        return paginate(session, query.filter_by(**filters), key=Mailbox.id, parse=UUID, **page)


@routes.route("/mailboxes/<uuid:mailbox_id>", methods=["DELETE"])
@requires("notices:answer")
@routes.response(204)
def take_away(mailbox_id: UUID) -> None:
    """Take a mailbox's code out of use"""
    take_mailbox_away(current_actor(), mailbox_id)
