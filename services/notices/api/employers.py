"""Employers in the community (驻社区单位, Art 46), and the liaisons who pass notices on to those at work (R17)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from sqlalchemy import select

from services.notices.api.audiences import FigureSchema, figure
from services.notices.domain import anonymity
from services.notices.domain.contact import contact_of
from services.notices.domain.delivery.channels import Channel
from services.notices.domain.residents.addresses import masked
from services.notices.store import employers, notices
from services.notices.store.database import reading
from services.notices.store.tables import Employer, LiaisonMessage
from services.notices.workflows.employers import NewEmployer, register_employer, remove_employer, tell_liaison
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, line, page_of

routes = Blueprint("employers", authentication="bearer", url_prefix="/api/v1", description="Employers (R17)")


class NewEmployerSchema(ApiSchema):
    area = AreaCodeField(required=True)
    name = line(most=100, metadata={"description": "as the register has it of residents"})
    liaison = line(most=50)
    contact = line(most=100, metadata={"description": "a mobile number or an e-mail address"})
    consent = fields.Boolean(required=True, metadata={"description": "the liaison agreed to be written to"})


class EmployerSchema(Schema):
    """Without notices:residents:read the contact is masked."""

    id = fields.UUID(required=True)
    area = fields.String(required=True)
    name = fields.String(required=True)
    liaison = fields.String(required=True)
    contact = fields.String(required=True)
    consent = fields.Boolean(required=True)
    consent_at = fields.AwareDateTime(required=True, allow_none=True)
    residents = fields.Nested(FigureSchema, required=True, metadata={"description": "who work there"})


class EmployerFilters(PageArguments):
    area = AreaCodeField()


class NewLiaisonMessageSchema(ApiSchema):
    notice_id = fields.UUID(required=True)


class LiaisonMessageSchema(Schema):
    id = fields.UUID(required=True)
    employer_id = fields.UUID(required=True)
    employer = fields.String(required=True)
    notice_id = fields.UUID(required=True)
    title = fields.String(required=True, metadata={"description": "of the notice"})
    residents = fields.Integer(required=True, allow_none=True, metadata={"description": "null: fewer than ten"})
    sent_by = fields.String(required=True)
    sent_at = fields.AwareDateTime(required=True)


@routes.route("/employers", methods=["PUT"])
@requires("notices:residents:write")
@routes.arguments(NewEmployerSchema)
@routes.response(200, EmployerSchema)
def register(command: dict[str, Any]) -> dict[str, Any]:
    """Register an employer, or its new liaison"""
    contact = contact_of(command.pop("contact"))
    made = register_employer(current_actor(), NewEmployer(**command, contact=contact))
    return _shown(current_actor(), [made])[0]


@routes.route("/employers", methods=["GET"])
@requires("notices:read")
@routes.arguments(EmployerFilters, location="query")
@routes.response(200, page_of(EmployerSchema))
def list_employers(filters: dict[str, Any]) -> Page:
    """Employers within reach, with how many residents work there"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Employer).where(within(Employer.area, current_actor())).filter_by(**filters)
    with reading() as session:
        found = paginate(session, query, key=Employer.id, parse=UUID, **page)
    return Page(_shown(current_actor(), found.items), found.next)


@routes.route("/employers/<uuid:employer_id>", methods=["GET"])
@requires("notices:read")
@routes.response(200, EmployerSchema)
def show(employer_id: UUID) -> dict[str, Any]:
    """One employer"""
    with reading() as session:
        found = employers.employer(session, current_actor(), employer_id)
    return _shown(current_actor(), [found])[0]


@routes.route("/employers/<uuid:employer_id>", methods=["DELETE"])
@requires("notices:residents:write")
@routes.response(204)
def remove(employer_id: UUID) -> None:
    """Take an employer out"""
    remove_employer(current_actor(), employer_id)


@routes.route("/employers/<uuid:employer_id>/messages", methods=["POST"])
@requires("notices:send")
@routes.arguments(NewLiaisonMessageSchema)
@routes.response(201, LiaisonMessageSchema)
def tell(command: dict[str, Any], employer_id: UUID) -> dict[str, Any]:
    """Ask the liaison to pass a notice on: they learn how many residents it concerns, and no names"""
    return _told([tell_liaison(current_actor(), employer_id, command["notice_id"])])[0]


@routes.route("/liaison-messages", methods=["GET"])
@requires("notices:read")
@routes.arguments(EmployerFilters, location="query")
@routes.response(200, page_of(LiaisonMessageSchema))
def list_messages(filters: dict[str, Any]) -> Page:
    """What liaisons were asked to pass on, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(LiaisonMessage).where(within(LiaisonMessage.area, current_actor())).filter_by(**filters)
    with reading() as session:
        found = paginate(session, query, key=LiaisonMessage.id, parse=UUID, newest_first=True, **page)
    return Page(_told(found.items), found.next)


def _shown(actor: Actor, found: Sequence[Employer]) -> list[dict[str, Any]]:
    with reading() as session:
        sizes = employers.sizes(session, [each.id for each in found])
    open_address = actor.has("notices:residents:read")
    return [
        {name: getattr(each, name) for name in ("id", "area", "name", "liaison", "consent_at")}
        | {
            "contact": each.address if open_address else masked(Channel(each.channel), each.address),
            "consent": each.consent_at is not None,
            "residents": figure(anonymity.told(sizes[each.id]), exact=True),
        }
        for each in found
    ]


def _told(found: Sequence[LiaisonMessage]) -> list[dict[str, Any]]:
    with reading() as session:
        titles = notices.titles(session, [each.notice_id for each in found])
        names = employers.names(session, [each.employer_id for each in found])
    return [
        {name: getattr(each, name) for name in LiaisonMessageSchema().fields if hasattr(each, name)}
        | {"title": titles[each.notice_id], "employer": names[each.employer_id]}
        for each in found
    ]
