"""What operators and waiting clients see of a service's inner work: jobs, event status, dead letters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from shared.contracts.routing import SERVICES
from shared.database.database import Database
from shared.events import operations
from shared.jobs import queries
from shared.messages import tell
from shared.settings import Settings
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.problems import ProblemFieldSchema
from shared.web.schemas import ApiSchema, text


class OutcomeSchema(Schema):
    """What came of a job: its figures, or why it was refused."""

    code = fields.String()
    message = fields.String()
    fields_ = fields.List(fields.Nested(ProblemFieldSchema), data_key="fields")
    total = fields.Integer()
    figures = fields.Dict(keys=fields.String())


class JobSchema(Schema):
    id = fields.UUID(required=True)
    task = fields.String(required=True)
    state = fields.String(required=True, metadata={"description": "waiting, sent, running, done, refused or failed"})
    done = fields.Integer(required=True)
    total = fields.Integer(required=True, allow_none=True)
    outcome = fields.Nested(OutcomeSchema, required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)


class EventStatusSchema(Schema):
    published = fields.Integer(required=True, metadata={"description": "highest sequence number of this service"})
    pruned = fields.Integer(required=True, metadata={"description": "sequence number up to which events are gone"})
    waiting = fields.Integer(required=True, metadata={"description": "events that the relay has not numbered yet"})
    subscribers = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    sources = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    dead_letters = fields.Integer(required=True)


class DeadLetterSchema(Schema):
    event_id = fields.UUID(required=True)
    source = fields.String(required=True)
    sequence = fields.Integer(required=True)
    type = fields.String(required=True)
    subject = fields.String(required=True)
    area = fields.String(required=True)
    state = fields.String(required=True)
    error = fields.String(required=True)
    attempts = fields.Integer(required=True)
    failed_at = fields.AwareDateTime(required=True)


class DeadLettersSchema(Schema):
    items = fields.List(fields.Nested(DeadLetterSchema), required=True)


class PublishedSchema(Schema):
    event_id = fields.UUID(required=True)
    sequence = fields.Integer(required=True)
    type = fields.String(required=True)
    subject = fields.String(required=True)
    area = fields.String(required=True)
    time = fields.AwareDateTime(required=True)
    correlation_id = fields.String(required=True)


class PublishedPageSchema(Schema):
    items = fields.List(fields.Nested(PublishedSchema), required=True)


class ReceivedSchema(Schema):
    event_id = fields.UUID(required=True)
    sequence = fields.Integer(required=True)
    received_at = fields.AwareDateTime(required=True)


class ReceivedPageSchema(Schema):
    items = fields.List(fields.Nested(ReceivedSchema), required=True)


class SequenceArguments(ApiSchema):
    after = fields.Integer(load_default=0, validate=validate.Range(min=0, max=2**62))
    limit = fields.Integer(load_default=100, validate=validate.Range(min=1, max=1000))


class ReceivedArguments(SequenceArguments):
    source = fields.String(required=True, validate=validate.OneOf(SERVICES))


class DiscardSchema(ApiSchema):
    reason = text(most=500)


def operations_blueprint(settings: Settings, database: Database) -> Blueprint:
    service = settings.service
    routes = Blueprint("operations", authentication="bearer", url_prefix="/api/v1", description="Jobs and events")

    @routes.route("/jobs/<uuid:job_id>", methods=["GET"])
    @requires(f"{service}:read")
    @routes.response(200, JobSchema)
    def show_job(job_id: UUID) -> dict[str, Any]:
        """A job's progress and, in the end, its outcome; single faults for who asked for it or may write"""
        actor = current_actor()
        job = queries.job(database, actor, job_id)
        outcome = _told(job["outcome"])
        if outcome and not (actor.subject == job["requested_by"] or actor.has(f"{service}:write")):
            outcome.pop("fields_", None)  # they repeat what stands in the file, persons' data among it
        return {**job, "outcome": outcome}

    @routes.route("/events/status", methods=["GET"])
    @requires(f"{service}:operate")
    @routes.response(200, EventStatusSchema)
    def event_status() -> dict[str, Any]:
        """How far this service's events have got, and how far it has got with those of others"""
        return operations.status(database)

    @routes.route("/events/published", methods=["GET"])
    @requires(f"{service}:operate")
    @routes.arguments(SequenceArguments, location="query")
    @routes.response(200, PublishedPageSchema)
    def list_published(page: dict[str, Any]) -> dict[str, Any]:
        """Events that this service told of, by sequence number; for following one through the services"""
        return {"items": operations.published(database, current_actor(), **page)}

    @routes.route("/events/received", methods=["GET"])
    @requires(f"{service}:operate")
    @routes.arguments(ReceivedArguments, location="query")
    @routes.response(200, ReceivedPageSchema)
    def list_received(page: dict[str, Any]) -> dict[str, Any]:
        """Which events of another service this one has taken, and when"""
        return {"items": operations.received(database, page.pop("source"), **page)}

    @routes.route("/events/dead-letters", methods=["GET"])
    @requires(f"{service}:operate")
    @routes.response(200, DeadLettersSchema)
    def list_dead_letters() -> dict[str, Any]:
        """Events that could not be handled, oldest first (at most 200)"""
        return {"items": operations.letters(database, current_actor())}

    @routes.route("/events/dead-letters/<uuid:event_id>/replay", methods=["POST"])
    @requires(f"{service}:operate")
    @routes.response(202)
    def replay_dead_letter(event_id: UUID) -> None:
        """Try this event again within seconds, and what waits behind it"""
        operations.replay(database, current_actor(), event_id)

    @routes.route("/events/dead-letters/<uuid:event_id>/discard", methods=["POST"])
    @requires(f"{service}:operate")
    @routes.arguments(DiscardSchema)
    @routes.response(204)
    def discard_dead_letter(command: dict[str, Any], event_id: UUID) -> None:
        """Give this event up, with a reason for the audit trail; what waits behind it goes on"""
        operations.discard(database, current_actor(), event_id, reason=command["reason"])

    return routes


def _told(outcome: dict[str, Any] | None) -> dict[str, Any] | None:
    """The outcome in the reader's language."""
    if outcome is None or "code" not in outcome:
        return outcome and {"figures": outcome}
    told = {"code": outcome["code"], "message": tell(outcome["message"], outcome["facts"])}
    if "fields" in outcome:
        told |= {"fields_": [_told_field(fault) for fault in outcome["fields"]], "total": outcome["total"]}
    return told


def _told_field(fault: dict[str, Any]) -> dict[str, Any]:
    shown = {**fault, "message": tell(fault["message"], fault["facts"])}
    return {name: value for name, value in shown.items() if value is not None}
