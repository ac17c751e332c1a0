"""Campaigns: a notice on its way to residents, followed live, held, and sent again where it failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from services.notices.api.audiences import figure
from services.notices.api.campaign_schemas import (
    CampaignFilters,
    CampaignProgressSchema,
    CampaignSchema,
    CampaignStepSchema,
    DeliveryFilters,
    DeliverySchema,
    FailuresSchema,
    NewCampaignSchema,
    NewTrySchema,
    TriedAgainSchema,
    WhoWaitsSchema,
)
from services.notices.domain import anonymity
from services.notices.domain.delivery.states import IN_VAIN, OPEN, reached, unopened
from services.notices.store.database import reading
from services.notices.store.delivery import campaigns, counts
from services.notices.store.tables import Campaign, Delivery
from services.notices.workflows.delivery import campaigns as workflows
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import page_of

routes = Blueprint("campaigns", authentication="bearer", url_prefix="/api/v1/campaigns", description="Campaigns")

_Counted = TypeVar("_Counted", counts.Count, campaigns.Reason)


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
        return {"items": _seen(campaigns.reasons(session, campaign_id))}


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
            {
                "best_time": each.best_time,
                "told_from": each.told_from,
                **figure(anonymity.told(each.count), exact=_exact()),
            }
            for each in found
        ]
    }


@routes.route("/<uuid:campaign_id>/tries", methods=["POST"])
@requires("notices:send")
@routes.arguments(NewTrySchema)
@routes.response(200, TriedAgainSchema)
def try_again(command: dict[str, Any], campaign_id: UUID) -> dict[str, Any]:
    """Send again what ended in vain"""
    again = workflows.try_again(current_actor(), campaign_id, **command)
    return {"deliveries": anonymity.seen(again, exact=_exact())}


def _progress(*found: Campaign) -> list[dict[str, Any]]:
    ids = [each.id for each in found]
    with reading() as session:
        counted, twice = counts.counts(session, ids), counts.maybe_twice(session, ids)
        titles = campaigns.titles(session, ids)
    return [
        {name: getattr(each, name) for name in CampaignSchema().fields}
        | {
            name: anonymity.seen(count, exact=_exact())
            for name, count in {
                "audience_size": each.audience_size,
                "chosen": each.chosen,
                "stuck": each.stuck,
                "waiting": counts.among(counted[each.id], OPEN),
                "reached": counts.where(counted[each.id], reached),
                "unopened": counts.where(counted[each.id], unopened),
                "in_vain": counts.among(counted[each.id], IN_VAIN),
                "maybe_twice": twice[each.id],
            }.items()
        }
        | {"title": titles[each.id], "deliveries": _seen(counted[each.id])}
        for each in found
    ]


def _seen(found: Sequence[_Counted]) -> list[_Counted]:
    """With the counts that the actor may know; what they may not is left out, since that it is there tells of a few."""
    told = [(each, anonymity.seen(each.count, exact=_exact())) for each in found]
    return [replace(each, count=count) for each, count in told if count is not None]


def _exact() -> bool:
    return current_actor().has("notices:residents:read")
