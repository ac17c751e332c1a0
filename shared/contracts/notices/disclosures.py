"""Disclosure: that a community owes one, and that a day passed; never what a complaint is about or whose it is."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import Contract, count

ITEMS = ("decisions", "funds", "facilities", "services", "consultations", "government_work", "other")
STEPS = ("decision", "order")


class DisclosureDue(Contract):
    """Something must be disclosed by `due_on`. `matter` and `period` name it; `item` is that of Art 34."""

    duty_id = fields.UUID(required=True)
    matter = fields.String(required=True)
    period = fields.String(required=True)
    about = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    item = fields.String(required=True, validate=validate.OneOf(ITEMS))
    article = fields.String(required=True)
    due_on = fields.Date(required=True)


class DisclosureOverdue(DisclosureDue):
    """The day has passed and nothing was published. Told once."""

    days_late = count()


class DisclosureComplaintMissed(Contract):
    """Told once for each step: the office's decision, and the publication that it ordered."""

    complaint_id = fields.UUID(required=True)
    step = fields.String(required=True, validate=validate.OneOf(STEPS))
    due_on = fields.Date(required=True)
    days_late = count()


EVENTS: dict[str, type[Schema]] = {
    "notices.disclosure_due.v1": DisclosureDue,
    "notices.disclosure_overdue.v1": DisclosureOverdue,
    "notices.disclosure_complaint_missed.v1": DisclosureComplaintMissed,
}
