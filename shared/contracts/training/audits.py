"""Audits of communities and their directors (Art 38)."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import Contract, count

AUDIT_KINDS = ("yearly", "term", "leaving")


class AboutAudit(Contract):
    audit_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(AUDIT_KINDS))
    year = count()


class AuditPublished(AboutAudit):
    """The result of an audit is public; a leaving audit's is before the next election."""

    auditor = fields.String(required=True)
    conclusion = fields.String(required=True)
    published_on = fields.Date(required=True)
    findings = count()
    unrectified = count()
    director = fields.String(required=True, allow_none=True, metadata={"description": "null for a yearly audit"})
    term_ends_on = fields.Date(required=True, allow_none=True)


class AuditMissed(AboutAudit):
    """The day by which an audit's result was to be public has passed. Told once."""

    due_on = fields.Date(required=True)
    days_late = count()


class RectificationMissed(Contract):
    """The day by which a finding was to be put right has passed. Told once."""

    audit_id = fields.UUID(required=True)
    finding_id = fields.UUID(required=True)
    text = fields.String(required=True)
    due_on = fields.Date(required=True)
    days_late = count()


EVENTS: dict[str, type[Schema]] = {
    "training.audit_published.v1": AuditPublished,
    "training.audit_missed.v1": AuditMissed,
    "training.rectification_missed.v1": RectificationMissed,
}
