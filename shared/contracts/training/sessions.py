"""Sessions and who is enrolled."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import Contract, count, post

SESSION_KINDS = ("induction", "course")


class SessionScheduled(Contract):
    session_id = fields.UUID(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(SESSION_KINDS))
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    venue = fields.String(required=True)
    capacity = count()


class EnrolledCadre(Contract):
    cadre_id = fields.UUID(required=True)
    name = fields.String(required=True)
    post = post()


class CadresEnrolled(Contract):
    """The members of a newly elected committee have places in an induction session."""

    election_id = fields.UUID(required=True)
    session_id = fields.UUID(required=True)
    title = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True)
    venue = fields.String(required=True)
    cadres = fields.List(fields.Nested(EnrolledCadre), required=True)


EVENTS: dict[str, type[Schema]] = {
    "training.session_scheduled.v1": SessionScheduled,
    "training.cadres_enrolled.v1": CadresEnrolled,
}
