"""Certificates: given to those who completed a session, and revoked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from sqlalchemy import select

from services.training.api.sessions import ReasonSchema
from services.training.domain.learning.certificates import shown, state_of
from services.training.store import certificates
from services.training.store.database import reading
from services.training.store.tables import Certificate
from services.training.workflows import certificates as workflows
from shared import clock
from shared.database.scope import within
from shared.web.addresses import public_address
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import AreaCodeField, PageArguments, page_of

routes = Blueprint("certificates", authentication="bearer", url_prefix="/api/v1", description="Certificates")


class CertificateSchema(Schema):
    id = fields.UUID(required=True)
    code = fields.Function(lambda row: shown(row.code), metadata={"type": "string"})
    state = fields.Function(
        lambda row: state_of(row.expires_on, row.revoked_on, today=clock.today()).value, metadata={"type": "string"}
    )
    check_url = fields.Function(
        lambda row: public_address("certificates_page.check", code=shown(row.code)),
        metadata={"type": "string", "description": "where anybody can check it"},
    )
    pdf_url = fields.Function(
        lambda row: public_address("certificates_page.paper", code=shown(row.code)),
        metadata={"type": "string", "description": "to be printed"},
    )
    area = fields.String(required=True)
    cadre_id = fields.UUID(required=True)
    course_id = fields.UUID(required=True)
    session_id = fields.UUID(required=True)
    name = fields.String(required=True)
    title_zh = fields.String(required=True)
    title_en = fields.String(required=True)
    hours = fields.Integer(required=True)
    office = fields.String(required=True)
    issued_on = fields.Date(required=True)
    expires_on = fields.Date(required=True, allow_none=True, metadata={"description": "last day; null: for ever"})
    revoked_on = fields.Date(required=True, allow_none=True)
    revoke_reason = fields.String(required=True, allow_none=True)


class CertificatesSchema(Schema):
    items = fields.List(fields.Nested(CertificateSchema), required=True)


class CertificateFilters(PageArguments):
    area = AreaCodeField()
    cadre_id = fields.UUID()
    course_id = fields.UUID()
    expires_by = fields.Date(metadata={"description": "last day on or before this"})


@routes.route("/sessions/<uuid:session_id>/certificates", methods=["POST"])
@requires("training:write")
@routes.response(200, CertificatesSchema)
def issue(session_id: UUID) -> dict[str, Any]:
    """Give a certificate to everybody who completed the session and has none of it yet; shows all of it"""
    return {"items": workflows.issue_certificates(current_actor(), session_id)}


@routes.route("/certificates", methods=["GET"])
@requires("training:read")
@routes.arguments(CertificateFilters, location="query")
@routes.response(200, page_of(CertificateSchema))
def list_certificates(filters: dict[str, Any]) -> Page:
    """Certificates of cadres within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Certificate).where(within(Certificate.area, current_actor()))
    if expires_by := filters.pop("expires_by", None):
        query = query.where(Certificate.expires_on <= expires_by)
    with reading() as db:
        return paginate(db, query.filter_by(**filters), key=Certificate.id, parse=UUID, newest_first=True, **page)


@routes.route("/certificates/<uuid:certificate_id>", methods=["GET"])
@requires("training:read")
@routes.response(200, CertificateSchema)
def show(certificate_id: UUID) -> Certificate:
    """One certificate"""
    with reading() as db:
        return certificates.certificate(db, current_actor(), certificate_id)


@routes.route("/certificates/<uuid:certificate_id>/revocation", methods=["POST"])
@requires("training:write")
@routes.arguments(ReasonSchema)
@routes.response(200, CertificateSchema)
def revoke(command: dict[str, Any], certificate_id: UUID) -> Certificate:
    """Revoke a certificate, with the reason"""
    return workflows.revoke_certificate(current_actor(), certificate_id, reason=command["reason"])
