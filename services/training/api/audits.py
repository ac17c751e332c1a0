"""Audits of communities and of their directors."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.training.domain.conduct.audits import AuditKind, AuditState, NewFinding
from services.training.store import audits
from services.training.store.database import reading
from services.training.store.tables import Audit
from services.training.workflows import audits as workflows
from shared import clock
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, HundredthsField, PageArguments, page_of, text

routes = Blueprint("audits", authentication="bearer", url_prefix="/api/v1", description="Audits (Art 38)")

_YEAR = validate.Range(min=2000, max=2100)
_MONEY = validate.Range(min=0, max=10**12)  # fen


class NewAuditSchema(ApiSchema):
    area = AreaCodeField(required=True)
    kind = fields.Enum(AuditKind, by_value=True, required=True)
    year = fields.Integer(required=True, strict=True, validate=_YEAR)
    due_on = fields.Date(required=True)
    term_id = fields.UUID(load_default=None, metadata={"description": "of the director who is audited"})


class AuditBeginningSchema(ApiSchema):
    auditor = text(most=200, metadata={"description": "who audits"})


class NewAuditFindingSchema(ApiSchema):
    text = text(most=2000)
    due_on = fields.Date(required=True)
    fen = HundredthsField(allow_none=True, load_default=None, validate=_MONEY)


class AuditReportSchema(ApiSchema):
    reported_on = fields.Date(required=True)
    conclusion = text(most=5000)
    findings = fields.List(fields.Nested(NewAuditFindingSchema), load_default=list, validate=validate.Length(max=200))


class AuditReasonSchema(ApiSchema):
    reason = text(most=500)


class RectificationSchema(ApiSchema):
    on = fields.Date(required=True)
    note = text(most=2000)


class AuditFindingSchema(Schema):
    id = fields.UUID(required=True)
    text = fields.String(required=True)
    fen = fields.Integer(required=True, allow_none=True)
    due_on = fields.Date(required=True)
    rectified_on = fields.Date(required=True, allow_none=True)
    rectified_note = fields.String(required=True, allow_none=True)


class AuditSummarySchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    kind = fields.String(required=True)
    year = fields.Integer(required=True)
    term_id = fields.UUID(required=True, allow_none=True)
    auditor = fields.String(required=True, allow_none=True)
    due_on = fields.Date(required=True)
    state = fields.String(required=True)
    begun_on = fields.Date(required=True, allow_none=True)
    reported_on = fields.Date(required=True, allow_none=True)
    conclusion = fields.String(required=True, allow_none=True)
    published_on = fields.Date(required=True, allow_none=True)
    notice_id = fields.UUID(required=True, allow_none=True, metadata={"description": "the notice that hangs of it"})
    displayed_until = fields.Date(required=True, allow_none=True)
    closed_on = fields.Date(required=True, allow_none=True)
    cancel_reason = fields.String(required=True, allow_none=True)


class AuditSchema(AuditSummarySchema):
    findings = fields.List(fields.Nested(AuditFindingSchema), required=True)


class AuditFilters(PageArguments):
    area = AreaCodeField()
    kind = fields.Enum(AuditKind, by_value=True)
    year = fields.Integer(validate=_YEAR)
    state = fields.Enum(AuditState, by_value=True)


class AuditYearArguments(ApiSchema):
    year = fields.Integer(required=True, validate=_YEAR)


class YearOfCommunitySchema(Schema):
    area = fields.String(required=True)
    name = fields.String(required=True)
    light = fields.String(required=True)
    audit_id = fields.UUID(required=True, allow_none=True)
    state = fields.String(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    unrectified = fields.Integer(required=True)


class AuditYearSchema(Schema):
    items = fields.List(fields.Nested(YearOfCommunitySchema), required=True)


@routes.route("/audits", methods=["POST"])
@requires("training:write")
@routes.arguments(NewAuditSchema)
@routes.response(201, AuditSchema)
def plan(command: dict[str, Any]) -> dict[str, Any]:
    """Plan an audit; a community has one yearly audit in a year, a director one leaving audit in a term"""
    return _shown(workflows.plan_audit(current_actor(), workflows.NewAudit(**command)))


@routes.route("/audits", methods=["GET"])
@requires("training:read")
@routes.arguments(AuditFilters, location="query")
@routes.response(200, page_of(AuditSummarySchema))
def list_audits(filters: dict[str, Any]) -> Page:
    """Audits within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Audit).where(within(Audit.area, current_actor())).filter_by(**filters)
    with reading() as db:
        return paginate(db, query, key=Audit.id, parse=UUID, newest_first=True, **page)


@routes.route("/audit-years", methods=["GET"])
@requires("training:read")
@routes.arguments(AuditYearArguments, location="query")
@routes.response(200, AuditYearSchema)
def show_year(arguments: dict[str, Any]) -> dict[str, Any]:
    """How each community stands with its audit of a year: red without one, or when something is late"""
    with reading() as db:
        return {"items": audits.year_of(db, current_actor(), arguments["year"], today=clock.today())}


@routes.route("/audits/<uuid:audit_id>", methods=["GET"])
@requires("training:read")
@routes.response(200, AuditSchema)
def show(audit_id: UUID) -> dict[str, Any]:
    """An audit with its findings"""
    with reading() as db:
        found = audits.audit(db, current_actor(), audit_id)
    return _shown(found)


@routes.route("/audits/<uuid:audit_id>/beginning", methods=["POST"])
@requires("training:write")
@routes.arguments(AuditBeginningSchema)
@routes.response(200, AuditSchema)
def begin(command: dict[str, Any], audit_id: UUID) -> dict[str, Any]:
    """Begin a planned audit"""
    return _shown(workflows.begin_audit(current_actor(), audit_id, auditor=command["auditor"]))


@routes.route("/audits/<uuid:audit_id>/report", methods=["POST"])
@requires("training:write")
@routes.arguments(AuditReportSchema)
@routes.response(200, AuditSchema)
def report(command: dict[str, Any], audit_id: UUID) -> dict[str, Any]:
    """Record the report with its findings and the day by which each is put right"""
    found = [NewFinding(**each) for each in command.pop("findings")]
    return _shown(workflows.report_audit(current_actor(), audit_id, workflows.Report(findings=found, **command)))


@routes.route("/audits/<uuid:audit_id>/publication", methods=["POST"])
@requires("training:decide")
@routes.response(200, AuditSchema)
def publish(audit_id: UUID) -> dict[str, Any]:
    """Publish the result; by another person than who recorded the report"""
    return _shown(workflows.publish_audit(current_actor(), audit_id))


@routes.route("/audits/<uuid:audit_id>/closure", methods=["POST"])
@requires("training:write")
@routes.response(200, AuditSchema)
def close(audit_id: UUID) -> dict[str, Any]:
    """Close a published audit of which every finding is rectified"""
    return _shown(workflows.close_audit(current_actor(), audit_id))


@routes.route("/audits/<uuid:audit_id>/cancellation", methods=["POST"])
@requires("training:write")
@routes.arguments(AuditReasonSchema)
@routes.response(200, AuditSchema)
def cancel(command: dict[str, Any], audit_id: UUID) -> dict[str, Any]:
    """Give up an audit that has no report yet, with the reason"""
    return _shown(workflows.cancel_audit(current_actor(), audit_id, reason=command["reason"]))


@routes.route("/audit-findings/<uuid:finding_id>/rectification", methods=["POST"])
@requires("training:write")
@routes.arguments(RectificationSchema)
@routes.response(200, AuditFindingSchema)
def rectify(command: dict[str, Any], finding_id: UUID) -> Any:
    """Record that a finding was put right"""
    return workflows.rectify(current_actor(), finding_id, **command)


def _shown(row: Audit) -> dict[str, Any]:
    with reading() as db:
        found = audits.findings(db, row.id)
    return {name: getattr(row, name) for name in AuditSummarySchema().fields} | {"findings": found}
