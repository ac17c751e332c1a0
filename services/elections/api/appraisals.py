"""Yearly appraisals of the members by secret vote (Art 37)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.elections.domain.committee.appraisals import GradeCounts
from services.elections.store import appraisals, queries
from services.elections.store.database import reading
from services.elections.store.tables import Appraisal
from services.elections.workflows.appraisals import NewAppraisal, open_appraisal, publish_appraisal, type_counts
from shared import clock
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, text

routes = Blueprint("appraisals", authentication="bearer", url_prefix="/api/v1", description="Yearly appraisals")

_SHOWN = ("id", "area", "year", "held_on", "run_by", "voted", "published_on")


def _papers(least: int = 0) -> fields.Integer:
    return fields.Integer(strict=True, required=True, validate=validate.Range(min=least, max=1_000_000))


class NewAppraisalSchema(ApiSchema):
    held_on = fields.Date(required=True)
    run_by = text(most=200, metadata={"description": "those of the supervisory committee who ran it"})


class GradeCountsSchema(ApiSchema):
    good = _papers()
    competent = _papers()
    basically_competent = _papers()
    incompetent = _papers()


class AppraisalCountsSchema(ApiSchema):
    voted = _papers(1)
    members = fields.Dict(
        keys=fields.UUID(),
        values=fields.Nested(GradeCountsSchema),
        required=True,
        validate=validate.Length(min=1, max=20),
        metadata={"description": "counts by member's id"},
    )


class AppraisedSchema(Schema):
    member_id = fields.UUID(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    counts = fields.Nested(GradeCountsSchema, required=True, allow_none=True)
    grade = fields.String(required=True, allow_none=True)
    adjust = fields.Boolean(
        required=True, allow_none=True, metadata={"description": "an adjustment may be proposed (local measure)"}
    )


class AppraisalSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    year = fields.Integer(required=True)
    held_on = fields.Date(required=True)
    run_by = fields.String(required=True)
    voted = fields.Integer(required=True, allow_none=True)
    published_on = fields.Date(required=True, allow_none=True)
    entered_by = fields.List(fields.String(), required=True)
    members = fields.List(fields.Nested(AppraisedSchema), required=True)


class AppraisalsSchema(Schema):
    items = fields.List(fields.Nested(AppraisalSchema), required=True)


class OverdueAppraisalSchema(Schema):
    area = fields.String(required=True)
    name = fields.String(required=True)
    year = fields.Integer(required=True)
    held = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    due = fields.Date(required=True)


class OverdueAppraisalsSchema(Schema):
    items = fields.List(fields.Nested(OverdueAppraisalSchema), required=True)


@routes.route("/areas/<string(length=12):code>/appraisals", methods=["GET"])
@requires("elections:read")
@routes.response(200, AppraisalsSchema)
def list_appraisals(code: str) -> dict[str, Any]:
    """A community's appraisals, the latest first: each member's grades over the years"""
    queries.area(current_actor(), code)
    with reading() as session:
        return {"items": [_shown(each) for each in appraisals.appraisals(session, code)]}


@routes.route("/areas/<string(length=12):code>/appraisals", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewAppraisalSchema)
@routes.response(201, AppraisalSchema)
def open_(command: dict[str, Any], code: str) -> dict[str, Any]:
    """Open the appraisal of all members in office on the day it was held"""
    queries.area(current_actor(), code)
    return _shown(open_appraisal(current_actor(), NewAppraisal(area=code, **command)))


@routes.route("/appraisals/overdue", methods=["GET"])
@requires("elections:read")
@routes.response(200, OverdueAppraisalsSchema)
def list_overdue() -> dict[str, Any]:
    """Communities whose members were not appraised in a year that is over (Art 37), longest overdue first"""
    with reading() as session:
        return {"items": appraisals.overdue(session, current_actor(), clock.today())}


@routes.route("/appraisals/<uuid:appraisal_id>/entries", methods=["POST"])
@requires("elections:tally")
@routes.arguments(AppraisalCountsSchema)
@routes.response(201, AppraisalSchema)
def enter(command: dict[str, Any], appraisal_id: UUID) -> dict[str, Any]:
    """Type the counts from the papers; two people do, and neither sees the other's"""
    counts = {str(member): GradeCounts(**each) for member, each in command["members"].items()}
    return _shown(type_counts(current_actor(), appraisal_id, voted=command["voted"], counts=counts))


@routes.route("/appraisals/<uuid:appraisal_id>/publication", methods=["POST"])
@requires("elections:certify")
@routes.response(200, AppraisalSchema)
def publish(appraisal_id: UUID) -> dict[str, Any]:
    """Publish the grades; two consecutive fails end the post (Art 37)"""
    return _shown(publish_appraisal(current_actor(), appraisal_id))


def _shown(row: Appraisal) -> dict[str, Any]:
    with reading() as session:
        typed = appraisals.typed(session, row.id)
        members = [
            {"member_id": person.id, "name": person.name, "post": person.post}
            | {"counts": part.counts, "grade": part.grade, "adjust": part.adjust}
            for part, person in appraisals.appraised(session, row.id)
        ]
    return {name: getattr(row, name) for name in _SHOWN} | {"entered_by": sorted(typed), "members": members}
