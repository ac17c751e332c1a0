"""Proxies: who votes for whom, and the publication of both lists (Art 19)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.elections.domain.polling.proxies import ENDED_BY_HAND, ProxyEnd
from services.elections.store import elections, proxies
from services.elections.store.database import reading
from services.elections.store.proxies import Appointment
from services.elections.workflows.proxies import NewProxy, accept_proxy, end_proxy, publish_proxies
from shared.auth.actor import Actor
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("proxies", authentication="bearer", url_prefix="/api/v1", description="Voting by proxy")


class NewProxySchema(ApiSchema):
    elector_id = fields.UUID(required=True, metadata={"description": "who is away"})
    agent_id = fields.UUID(required=True, metadata={"description": "who votes for them"})
    reason = text(most=200, metadata={"description": "why the elector is away"})
    document = text(most=200, metadata={"description": "the written appointment: its title or number"})
    received_on = fields.Date(required=True)


class ProxyRefSchema(Schema):
    id = fields.UUID(required=True)
    election_id = fields.UUID(required=True)
    elector_id = fields.UUID(required=True)
    agent_id = fields.UUID(required=True)
    received_on = fields.Date(required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    ended_because = fields.String(required=True, allow_none=True)


class ProxySchema(ProxyRefSchema):
    elector = fields.String(required=True)
    elector_group = fields.String(required=True)
    agent = fields.String(required=True)
    agent_group = fields.String(required=True)
    standing = fields.Boolean(required=True)
    published = fields.Boolean(required=True, metadata={"description": "in the lists that were published last"})
    reason = fields.String(metadata={"description": "for elections:roll:read only"})
    document = fields.String(metadata={"description": "for elections:roll:read only"})


class ProxiesSchema(Schema):
    items = fields.List(fields.Nested(ProxySchema), required=True)


class EndingSchema(ApiSchema):
    reason = fields.Enum(
        ProxyEnd, by_value=True, load_default=ProxyEnd.WITHDRAWN, validate=validate.OneOf(ENDED_BY_HAND)
    )
    on = fields.Date(load_default=None, metadata={"description": "default: today"})


class ProxyPublicationArguments(ApiSchema):
    on = fields.Date(load_default=None, metadata={"description": "day on which the lists were put up; default: today"})


class ProxyPublicationSchema(Schema):
    election_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    proxies = fields.Integer(required=True)
    on = fields.Date(required=True)


@routes.route("/elections/<uuid:election_id>/proxies", methods=["GET"])
@requires("elections:read")
@routes.response(200, ProxiesSchema)
def list_proxies(election_id: UUID) -> dict[str, Any]:
    """All proxies of the ballot, ended ones among them, in the order recorded"""
    actor = current_actor()
    with reading() as session:
        found = elections.election(session, actor, election_id)
        return {"items": [_shown(actor, each) for each in proxies.appointments(session, found.id)]}


@routes.route("/elections/<uuid:election_id>/proxies", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewProxySchema)
@routes.response(201, ProxyRefSchema)
def accept(command: dict[str, Any], election_id: UUID) -> Any:
    """Accept a written appointment for this ballot, until the poll opens"""
    return accept_proxy(current_actor(), election_id, NewProxy(**command))


@routes.route("/elections/<uuid:election_id>/proxies/publish", methods=["POST"])
@requires("elections:write")
@routes.arguments(ProxyPublicationArguments)
@routes.response(201, ProxyPublicationSchema)
def publish(command: dict[str, Any], election_id: UUID) -> Any:
    """Publish who appointed whom, by names; again after every change"""
    return publish_proxies(current_actor(), election_id, **command)


@routes.route("/proxies/<uuid:proxy_id>/withdrawal", methods=["POST"])
@requires("elections:write")
@routes.arguments(EndingSchema)
@routes.response(200, ProxyRefSchema)
def end(command: dict[str, Any], proxy_id: UUID) -> Any:
    """End a proxy: taken back by the elector, or its agent became a candidate; until the poll opens"""
    return end_proxy(current_actor(), proxy_id, **command)


def _shown(actor: Actor, each: Appointment) -> dict[str, Any]:
    row = each.proxy
    names = ("id", "election_id", "elector_id", "agent_id", "received_on", "ended_on", "ended_because")
    shown = {name: getattr(row, name) for name in names} | {
        "elector": each.elector.name,
        "elector_group": each.elector.group,
        "agent": each.agent.name,
        "agent_group": each.agent.group,
        "standing": row.ended_on is None,
        "published": row.published_in is not None and row.dropped_in is None,
    }
    if actor.has("elections:roll:read"):
        shown |= {"reason": row.reason, "document": row.document}
    return shown
