"""Certificates of completed courses."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.base import Contract


class CertificateGiven(Contract):
    """`expires_on` is its last day; null: it is good for ever."""

    certificate_id = fields.UUID(required=True)
    cadre_id = fields.UUID(required=True)
    name = fields.String(required=True)
    course_id = fields.UUID(required=True)
    title = fields.String(required=True)
    issued_on = fields.Date(required=True)
    expires_on = fields.Date(required=True, allow_none=True)


class RenewalReminded(Contract):
    """A certificate ends soon, and its cadre has no newer one of the same course."""

    certificate_id = fields.UUID(required=True)
    cadre_id = fields.UUID(required=True)
    name = fields.String(required=True)
    course_id = fields.UUID(required=True)
    title = fields.String(required=True)
    expires_on = fields.Date(required=True)


EVENTS: dict[str, type[Schema]] = {
    "training.certificate_given.v1": CertificateGiven,
    "training.renewal_reminded.v1": RenewalReminded,
}
