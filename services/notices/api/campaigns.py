"""Campaigns: a notice on its way to residents, followed live, held, and sent again where it failed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.notices.api.audiences import FigureSchema, figure
from services.notices.domain import anonymity
from services.notices.domain.delivery.campaign import CampaignState, CampaignStep
from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Lane
from services.notices.domain.delivery.states import IN_VAIN, OPEN, REACHED, DeliveryState
from services.notices.store.database import reading
from services.notices.store.delivery import campaigns, counts
from services.notices.store.tables import Campaign, Delivery
from services.notices.workflows.delivery import campaigns as workflows
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of

routes = Blueprint("campaigns", authentication="bearer", url_prefix="/api/v1/campaigns", description="Campaigns")

_CHANNELS = [channel.value for channel in Channel]
_STATES = [state.value for state in DeliveryState]


class NewCampaignSchema(ApiSchema):
    notice_id = fields.UUID(required=True)
    audience = fields.Dict(load_default=None, allow_none=True, metadata={"description": "a rule; everyone without"})
    channels = fields.List(
        fields.Enum(Channel, by_value=True),
        required=True,
        validate=validate.Length(min=1, max=len(Channel)),
        metadata={"description": "in the order in which they are tried"},
    )
    every_channel = fields.Boolean(
        load_default=False, metadata={"description": "use each channel; else the next one only where the others failed"}
    )
    only_unreached = fields.Boolean(
        load_default=False, metadata={"description": "a reminder for those whom nothing of this edition has reached"}
    )
    lane = fields.Enum(Lane, by_value=True, load_default=None, allow_none=True)
    target_share = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(min=1, max=100)
    )
    not_before = fields.AwareDateTime(load_default=None, allow_none=True)
    deadline = fields.AwareDateTime(load_default=None, allow_none=True)


class CampaignSchema(Schema):
    id = fields.UUID(required=True)
    notice_id = fields.UUID(required=True)
    edition = fields.Integer(required=True)
    number = fields.Integer(required=True)
    area = fields.String(required=True)
    audience = fields.Dict(required=True)
    channels = fields.List(fields.String(), required=True)
    every_channel = fields.Boolean(required=True)
    only_unreached = fields.Boolean(required=True)
    lane = fields.String(required=True)
    state = fields.String(required=True)
    stopped_for = fields.String(
        required=True, allow_none=True, metadata={"description": "why it was cancelled; its deliveries say so, too"}
    )
    target_share = fields.Integer(required=True, allow_none=True)
    not_before = fields.AwareDateTime(required=True)
    deadline = fields.AwareDateTime(required=True)
    audience_size = fields.Integer(required=True)
    chosen = fields.Integer(required=True, metadata={"description": "residents looked at so far"})
    stuck = fields.Integer(required=True, metadata={"description": "deliveries that a worker left behind"})
    started_by = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)


class DeliveryCountSchema(Schema):
    channel = fields.String(required=True)
    state = fields.String(required=True)
    count = fields.Integer(required=True)


class CampaignProgressSchema(CampaignSchema):
    title = fields.String(required=True, metadata={"description": "of the notice"})
    waiting = fields.Integer(required=True, metadata={"description": "deliveries that are not final"})
    reached = fields.Integer(required=True, metadata={"description": "deliveries that are with the resident"})
    in_vain = fields.Integer(required=True, metadata={"description": "deliveries that ended without that"})
    deliveries = fields.List(fields.Nested(DeliveryCountSchema), required=True)
    maybe_twice = fields.Integer(required=True, metadata={"description": "deliveries that may have arrived twice"})


class CampaignFilters(PageArguments):
    area = AreaCodeField()
    notice_id = fields.UUID()
    state = fields.String(validate=validate.OneOf([state.value for state in CampaignState]))


class CampaignStepSchema(ApiSchema):
    step = fields.Enum(CampaignStep, by_value=True, required=True)


class DeliverySchema(Schema):
    id = fields.Integer(required=True)
    resident_id = fields.UUID(required=True)
    channel = fields.String(required=True)
    state = fields.String(required=True)
    attempts = fields.Integer(required=True)
    round = fields.Integer(required=True)
    maybe_twice = fields.Boolean(required=True)
    due_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True)
    provider = fields.String(required=True, allow_none=True)
    ref = fields.String(required=True, allow_none=True)
    error = fields.String(required=True, allow_none=True)


class DeliveryFilters(PageArguments):
    channel = fields.String(validate=validate.OneOf(_CHANNELS))
    state = fields.String(validate=validate.OneOf(_STATES))
    in_vain = fields.Boolean(metadata={"description": "only those that ended without reaching the resident"})


class FailureSchema(Schema):
    channel = fields.String(required=True)
    state = fields.String(required=True)
    error = fields.String(required=True, allow_none=True)
    count = fields.Integer(required=True)


class FailuresSchema(Schema):
    items = fields.List(fields.Nested(FailureSchema), required=True)


class WaitingSchema(FigureSchema):
    best_time = fields.String(required=True, metadata={"description": "the time that these residents named (R17)"})
    told_from = fields.AwareDateTime(required=True)


class WhoWaitsSchema(Schema):
    items = fields.List(fields.Nested(WaitingSchema), required=True)


class NewTrySchema(ApiSchema):
    channel = fields.Enum(Channel, by_value=True, load_default=None, allow_none=True)
    states = fields.List(
        fields.Enum(DeliveryState, by_value=True, validate=validate.OneOf(sorted(IN_VAIN))),
        load_default=[],
        metadata={"description": "all that ended in vain, without"},
    )


class TriedAgainSchema(Schema):
    deliveries = fields.Integer(required=True)


@routes.route("", methods=["POST"])
@requires("notices:send")
@routes.arguments(NewCampaignSchema)
@routes.response(201, CampaignProgressSchema)
def start(command: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Send a published notice to residents. 409 for an audience that nobody is in or can be reached in"""
    made = workflows.start_campaign(current_actor(), command.pop("notice_id"), workflows.Plan(**command))
    return _progress(made)[0], 201, {"Location": f"/api/v1/campaigns/{made.id}"}


@routes.route("", methods=["GET"])
@requires("notices:read")
@routes.arguments(CampaignFilters, location="query")
@routes.response(200, page_of(CampaignProgressSchema))
def list_campaigns(filters: dict[str, Any]) -> Page:
    """Campaigns within reach with how far they are, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Campaign).where(within(Campaign.area, current_actor())).filter_by(**filters)
    with reading() as session:
        found = paginate(session, query, key=Campaign.id, parse=UUID, newest_first=True, **page)
    return Page(_progress(*found.items), found.next)


@routes.route("/<uuid:campaign_id>", methods=["GET"])
@requires("notices:read")
@routes.response(200, CampaignProgressSchema)
def show(campaign_id: UUID) -> dict[str, Any]:
    """One campaign, with counts by channel and state"""
    with reading() as session:
        found = campaigns.campaign(session, current_actor(), campaign_id)
    return _progress(found)[0]


@routes.route("/<uuid:campaign_id>/steps", methods=["POST"])
@requires("notices:send")
@routes.arguments(CampaignStepSchema)
@routes.response(200, CampaignProgressSchema)
def take(command: dict[str, Any], campaign_id: UUID) -> dict[str, Any]:
    """Pause, resume or cancel; it holds before the next batch"""
    return _progress(workflows.take_campaign_step(current_actor(), campaign_id, command["step"]))[0]


@routes.route("/<uuid:campaign_id>/deliveries", methods=["GET"])
@requires("notices:residents:read")
@routes.arguments(DeliveryFilters, location="query")
@routes.response(200, page_of(DeliverySchema))
def list_deliveries(filters: dict[str, Any], campaign_id: UUID) -> Page:
    """The deliveries of a campaign, each with its reason where it failed"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    in_vain = filters.pop("in_vain", False)
    with reading() as session:
        campaigns.campaign(session, current_actor(), campaign_id)
        query = select(Delivery).where(Delivery.campaign_id == campaign_id).filter_by(**filters)
        if in_vain:
            query = query.where(Delivery.state.in_(IN_VAIN))
        return paginate(session, query, key=Delivery.id, parse=int, **page)


@routes.route("/<uuid:campaign_id>/failures", methods=["GET"])
@requires("notices:read")
@routes.response(200, FailuresSchema)
def list_failures(campaign_id: UUID) -> dict[str, Any]:
    """Why deliveries ended in vain, the most frequent reason first"""
    with reading() as session:
        campaigns.campaign(session, current_actor(), campaign_id)
        return {"items": campaigns.reasons(session, campaign_id)}


@routes.route("/<uuid:campaign_id>/waiting", methods=["GET"])
@requires("notices:read")
@routes.response(200, WhoWaitsSchema)
def list_waiting(campaign_id: UUID) -> dict[str, Any]:
    """From when those will be told who wait for the time that they named, or for the campaign's start"""
    with reading() as session:
        campaigns.campaign(session, current_actor(), campaign_id)
        found = counts.waiting(session, campaign_id)
    return {
        "items": [
            {"best_time": each.best_time, "told_from": each.told_from, **figure(anonymity.told(each.count), exact=True)}
            for each in found
        ]
    }


@routes.route("/<uuid:campaign_id>/tries", methods=["POST"])
@requires("notices:send")
@routes.arguments(NewTrySchema)
@routes.response(200, TriedAgainSchema)
def try_again(command: dict[str, Any], campaign_id: UUID) -> dict[str, Any]:
    """Send again what ended in vain"""
    return {"deliveries": workflows.try_again(current_actor(), campaign_id, **command)}


def _progress(*found: Campaign) -> list[dict[str, Any]]:
    ids = [each.id for each in found]
    with reading() as session:
        counted, twice = counts.counts(session, ids), counts.maybe_twice(session, ids)
        titles = campaigns.titles(session, ids)
    return [
        {name: getattr(each, name) for name in CampaignSchema().fields}
        | {
            "title": titles[each.id],
            "waiting": counts.among(counted[each.id], OPEN),
            "reached": counts.among(counted[each.id], REACHED),
            "in_vain": counts.among(counted[each.id], IN_VAIN),
            "deliveries": counted[each.id],
            "maybe_twice": twice[each.id],
        }
        for each in found
    ]
