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


class SessionChanged(SessionScheduled):
    """The session as it is now; `changed` names what is new."""

    changed = fields.List(fields.String(), required=True)


class SessionCancelled(SessionScheduled):
    reason = fields.String(required=True)


class PlaceGiven(Contract):
    """A place in a full session became free, and the cadre who waited longest has it."""

    session_id = fields.UUID(required=True)
    title = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True)
    venue = fields.String(required=True)
    cadre_id = fields.UUID(required=True)
    name = fields.String(required=True)


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
    "training.session_changed.v1": SessionChanged,
    "training.session_cancelled.v1": SessionCancelled,
    "training.cadres_enrolled.v1": CadresEnrolled,
    "training.place_given.v1": PlaceGiven,
}
