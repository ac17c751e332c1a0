"""What is told and asked of campaigns."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.notices.api.audiences import FigureSchema
from services.notices.domain.delivery.campaign import CampaignState, CampaignStep
from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Lane
from services.notices.domain.delivery.states import IN_VAIN, DeliveryState
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments

_CHANNELS = [channel.value for channel in Channel]
_STATES = [state.value for state in DeliveryState]
_SEEN = "rounded down to ten, null for fewer, for whoever may not read the register"
_LEFT_OUT = {"description": "rounded down to ten, those of fewer left out, for whoever may not read the register"}


def _count(description: str) -> fields.Integer:
    return fields.Integer(required=True, allow_none=True, metadata={"description": f"{description}; {_SEEN}"})


class NewCampaignSchema(ApiSchema):
    notice_id = fields.UUID(required=True)
    audience = fields.Dict(load_default=None, allow_none=True, metadata={"description": "a rule; everyone without"})
    channels = fields.List(
        fields.Enum(Channel, by_value=True),
        required=True,
        validate=validate.Length(min=1, max=len(Channel)),
        metadata={
            "description": "in the order in which they are tried; without every_channel none behind the inbox, which "
            "cannot fail"
        },
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
    audience_size = _count("residents")
    chosen = _count("residents looked at so far")
    stuck = _count("deliveries that a worker left behind")
    started_by = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)


class DeliveryCountSchema(Schema):
    channel = fields.String(required=True)
    state = fields.String(required=True)
    count = fields.Integer(required=True)


class CampaignProgressSchema(CampaignSchema):
    title = fields.String(required=True, metadata={"description": "of the notice"})
    waiting = _count("deliveries that are not final")
    reached = _count("deliveries that are with the resident")
    unopened = _count("deliveries on a personal page that the resident has not opened: they have reached nobody yet")
    in_vain = _count("deliveries that ended without that")
    deliveries = fields.List(fields.Nested(DeliveryCountSchema), required=True, metadata=_LEFT_OUT)
    maybe_twice = _count("deliveries that may have arrived twice")


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
    items = fields.List(fields.Nested(FailureSchema), required=True, metadata=_LEFT_OUT)


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
    deliveries = _count("deliveries")
