"""What consultations look like in the API."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.notices.domain.consultations import OUTCOME_DAYS, SUPPORTERS, Capacity, ConsultationForm
from shared.web.schemas import ApiSchema, AreaCodeField
from shared.web.schemas import text as words

_BODY = 20_000
_MOST_PEOPLE = 500
_MOST_FOLLOW_UPS = 30


class ConsultationChangesSchema(ApiSchema):
    form = fields.Enum(ConsultationForm, by_value=True)
    title = words(required=False)
    title_en = words(required=False, allow_none=True)
    body = words(most=_BODY, required=False, metadata={"description": "Markdown"})
    body_en = words(most=_BODY, required=False, allow_none=True)
    who_is_asked = words(required=False)
    opens_on = fields.Date()
    closes_on = fields.Date(metadata={"description": "the last day on which one can take part"})
    supporters_needed = fields.Integer(
        strict=True,
        validate=validate.Range(1, 10_000),
        metadata={"description": f"how many make an answer to a proposal due; {SUPPORTERS} by default"},
    )
    outcome_days = fields.Integer(
        strict=True,
        validate=validate.Range(1, 90),
        metadata={"description": f"from the last day until the outcome is owed; {OUTCOME_DAYS} by default"},
    )


class NewConsultationSchema(ConsultationChangesSchema):
    area = AreaCodeField(required=True)
    form = fields.Enum(ConsultationForm, by_value=True, required=True)
    title = words()
    body = words(most=_BODY, metadata={"description": "Markdown"})
    who_is_asked = words()
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)


class FollowUpSchema(ApiSchema):
    text = words(most=500)
    promised_by = words(most=80)
    due_on = fields.Date(required=True)


class PlannedFollowUpSchema(Schema):
    text = fields.String(required=True)
    promised_by = fields.String(required=True)
    due_on = fields.String(required=True, metadata={"format": "date"})


class ConsultationOutcomeSchema(ApiSchema):
    outcome = words(most=_BODY, metadata={"description": "Markdown"})
    outcome_en = words(most=_BODY, required=False, load_default=None, allow_none=True)
    follow_ups = fields.List(
        fields.Nested(FollowUpSchema),
        load_default=list,
        validate=validate.Length(max=_MOST_FOLLOW_UPS),
        metadata={"description": "promised in public when it is concluded"},
    )


class ConsultationSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    form = fields.String(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True, allow_none=True)
    body = fields.String(required=True)
    body_en = fields.String(required=True, allow_none=True)
    who_is_asked = fields.String(required=True)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)
    supporters_needed = fields.Integer(required=True)
    outcome_days = fields.Integer(required=True)
    state = fields.String(required=True)
    version = fields.Integer(required=True)
    author = fields.String(required=True)
    writers = fields.List(fields.String(), required=True)
    approver = fields.String(required=True, allow_none=True)
    outcome_due_on = fields.Date(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)
    outcome_en = fields.String(required=True, allow_none=True)
    outcome_writers = fields.List(fields.String(), required=True)
    follow_ups = fields.List(fields.Nested(PlannedFollowUpSchema), required=True)
    concluded_at = fields.AwareDateTime(required=True, allow_none=True)


class PersonSchema(ApiSchema):
    name = words(most=80)
    capacity = fields.String(required=True, validate=validate.OneOf([each.value for each in Capacity]))
    came = fields.Boolean(required=True)
    number = words(
        most=80,
        required=False,
        load_default=None,
        allow_none=True,
        metadata={"description": "a resident's number in the register, so that their part is counted"},
    )


class NewConsultationMeetingSchema(ApiSchema):
    held_on = fields.Date(required=True)
    venue = words(most=100)
    people = fields.List(fields.Nested(PersonSchema), required=True, validate=validate.Length(1, _MOST_PEOPLE))
    minutes = words(most=_BODY, metadata={"description": "public"})


class ConsultationMeetingSchema(Schema):
    id = fields.UUID(required=True)
    held_on = fields.Date(required=True)
    venue = fields.String(required=True)
    people = fields.List(fields.Nested(PersonSchema), required=True)
    minutes = fields.String(required=True)
    recorded_by = fields.String(required=True)
