"""What goes in and out of the API of plans."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.training.domain.planning.schedules import LONGEST_SECONDS
from shared.contracts.base import POSTS
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments

_WEIGHT = validate.Range(min=0, max=10_000)
_MINUTES = validate.Range(min=0, max=1_000)
_PEOPLE = validate.Range(min=1, max=10_000)


class WindowSchema(ApiSchema):
    starts = fields.Time(required=True, format="%H:%M")
    ends = fields.Time(required=True, format="%H:%M")


class RequiredSchema(ApiSchema):
    course_id = fields.UUID(required=True)
    posts = fields.List(fields.String(validate=validate.OneOf(POSTS)), load_default=list)


class ClassSizeSchema(ApiSchema):
    least = fields.Integer(required=True, strict=True, validate=_PEOPLE)
    most = fields.Integer(required=True, strict=True, validate=_PEOPLE)


class TravelSchema(ApiSchema):
    same_town = fields.Integer(required=True, strict=True, validate=_MINUTES)
    same_county = fields.Integer(required=True, strict=True, validate=_MINUTES)
    elsewhere = fields.Integer(required=True, strict=True, validate=_MINUTES)


class WeightsSchema(ApiSchema):
    travel = fields.Integer(strict=True, validate=_WEIGHT)
    spread = fields.Integer(strict=True, validate=_WEIGHT)
    class_size = fields.Integer(strict=True, validate=_WEIGHT)
    preference = fields.Integer(strict=True, validate=_WEIGHT)
    overload = fields.Integer(strict=True, validate=_WEIGHT)
    moved = fields.Integer(strict=True, validate=_WEIGHT)
    reseated = fields.Integer(strict=True, validate=_WEIGHT)


class NewScheduleSchema(ApiSchema):
    area = AreaCodeField(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    windows = fields.List(fields.Nested(WindowSchema), validate=validate.Length(min=1, max=10))
    weekdays = fields.List(
        fields.Integer(strict=True, validate=validate.Range(min=0, max=6)),
        validate=validate.Length(min=1, max=7),
        metadata={"description": "0 is Monday"},
    )
    most_away = fields.Integer(strict=True, validate=_PEOPLE, metadata={"description": "of one committee at once"})
    required = fields.List(fields.Nested(RequiredSchema), validate=validate.Length(max=100))
    size = fields.Nested(ClassSizeSchema)
    travel = fields.Nested(TravelSchema, metadata={"description": "minutes there and back"})
    weights = fields.Nested(WeightsSchema)
    seconds = fields.Integer(
        strict=True,
        validate=validate.Range(min=1, max=LONGEST_SECONDS),
        metadata={"description": "how long the solver may search"},
    )


class CostsSchema(Schema):
    """What each wish costs, in weighted minutes."""

    travel = fields.Integer(required=True)
    spread = fields.Integer(required=True)
    class_size = fields.Integer(required=True)
    preference = fields.Integer(required=True)
    overload = fields.Integer(required=True)
    change = fields.Integer(required=True)


class RuleSchema(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)


class BindingSchema(Schema):
    """Groups of rules without which there is a plan. `smallest`: no smaller set would do, proven."""

    groups = fields.List(fields.Nested(RuleSchema), required=True, allow_none=True)
    smallest = fields.Boolean(required=True)


class ScheduleSummarySchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    state = fields.String(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    replans = fields.UUID(required=True, allow_none=True)
    cost = fields.Integer(required=True, allow_none=True)
    bound = fields.Integer(required=True, allow_none=True, metadata={"description": "no plan costs less: proven"})
    gap = fields.Float(required=True, allow_none=True, metadata={"description": "share of the cost above the bound"})
    created_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
    published_at = fields.AwareDateTime(required=True, allow_none=True)


class ScheduleSchema(ScheduleSummarySchema):
    job = fields.String(required=True, metadata={"description": "the address of its job"})
    costs = fields.Nested(CostsSchema, required=True, allow_none=True)
    sessions = fields.Integer(required=True, allow_none=True)
    places = fields.Integer(required=True, allow_none=True)
    binding = fields.Nested(BindingSchema, required=True, allow_none=True)
    short = fields.List(fields.UUID(), required=True, metadata={"description": "cadres for whom no seat was found"})
    refusal = fields.Dict(required=True, allow_none=True, metadata={"description": "what is wrong with the facts"})


class PlannedSessionSchema(Schema):
    id = fields.UUID(required=True)
    course_id = fields.UUID(required=True)
    course = fields.String(required=True)
    room_id = fields.UUID(required=True)
    room = fields.String(required=True)
    teacher_id = fields.UUID(required=True)
    teacher = fields.String(required=True)
    day = fields.Date(required=True)
    starts = fields.String(required=True)
    ends = fields.String(required=True)
    cadres = fields.List(fields.UUID(), required=True)


class PlannedSessionsSchema(Schema):
    items = fields.List(fields.Nested(PlannedSessionSchema), required=True)


class WhyNotArguments(ApiSchema):
    cadre = fields.UUID(required=True)
    session = fields.UUID(required=True)


class BrokenRuleSchema(RuleSchema):
    message = fields.String(required=True)


class WhyNotSchema(Schema):
    sits_there = fields.Boolean(required=True)
    binding = fields.List(fields.Nested(BrokenRuleSchema), required=True)
    dearer = fields.Integer(required=True, metadata={"description": "what the plan would cost more"})
    before = fields.Nested(CostsSchema, required=True)
    after = fields.Nested(CostsSchema, required=True)


class ScheduleFilters(PageArguments):
    area = AreaCodeField()
