"""Grievances of cadres: that a day passed, never what one is about or whose it is."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import Contract, count

STEPS = ("acceptance", "answer")


class GrievanceDeadlineMissed(Contract):
    """Told once for each step."""

    grievance_id = fields.UUID(required=True)
    step = fields.String(required=True, validate=validate.OneOf(STEPS))
    due_on = fields.Date(required=True)
    days_late = count()


EVENTS: dict[str, type[Schema]] = {"training.grievance_deadline_missed.v1": GrievanceDeadlineMissed}
