"""The register of residents: reading, keeping, erasing, as a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.residents.addresses import masked, masked_name
from services.notices.domain.residents.kinds import BestTime, Interest, ResidentKind
from services.notices.domain.residents.register_file import ADDRESSED
from services.notices.store import residents
from services.notices.store.database import reading
from services.notices.store.tables import Contact, Resident
from services.notices.workflows.residents import (
    NewContact,
    change_resident,
    erase_resident,
    move_away,
    register_resident,
    remove_contact,
    renew_key,
    set_contact,
)
from shared import clock
from shared.auth.actor import Actor
from shared.web.addresses import public_address
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint("residents", authentication="bearer", url_prefix="/api/v1/residents", description="Residents")

Answer = tuple[dict[str, Any], int, dict[str, str]]


class ContactSchema(Schema):
    channel = fields.String(required=True)
    address = fields.String(required=True)
    state = fields.String(required=True, metadata={"description": "only `confirmed` is written to"})
    kept_by = fields.String(required=True, metadata={"description": "office, or the resident"})
    consent_at = fields.AwareDateTime(required=True, allow_none=True)


class ResidentSchema(Schema):
    """Without notices:residents:read name, number and addresses are masked, birth date and door left out."""

    id = fields.UUID(required=True)
    area = fields.String(required=True)
    number = fields.String(required=True)
    name = fields.String(required=True)
    birth_date = fields.Date(required=True, allow_none=True)
    kinds = fields.List(fields.String(), required=True)
    interests = fields.List(fields.String(), required=True)
    group = fields.String(required=True, allow_none=True)
    building = fields.String(required=True, allow_none=True)
    door = fields.String(required=True, allow_none=True)
    employer = fields.String(required=True, allow_none=True)
    best_time = fields.String(required=True)
    language = fields.String(required=True)
    moved_away_on = fields.Date(required=True, allow_none=True)
    version = fields.Integer(required=True)
    contacts = fields.List(fields.Nested(ContactSchema), required=True)


class ResidentChangesSchema(ApiSchema):
    number = text(most=40, required=False)
    name = text(most=50, required=False)
    birth_date = fields.Date(allow_none=True)
    kinds = fields.List(fields.Enum(ResidentKind, by_value=True), validate=validate.Length(max=20))
    interests = fields.List(fields.Enum(Interest, by_value=True), validate=validate.Length(max=20))
    group = text(most=100, required=False, allow_none=True)
    building = text(most=100, required=False, allow_none=True)
    door = text(most=100, required=False, allow_none=True)
    employer = text(most=100, required=False, allow_none=True)
    best_time = fields.Enum(BestTime, by_value=True)
    language = fields.String(validate=validate.OneOf(["zh", "en"]))


class NewResidentSchema(ResidentChangesSchema):
    area = AreaCodeField(required=True)
    number = text(most=40)
    name = text(most=50)


class ResidentFilters(PageArguments):
    area = AreaCodeField(load_default=None)
    text = fields.String(
        load_default=None,
        validate=validate.Length(min=1, max=50),
        metadata={"description": "a number, a work unit, or part of a name or door; for notices:residents:read"},
    )
    kind = fields.String(load_default=None, validate=validate.OneOf([kind.value for kind in ResidentKind]))
    gone = fields.Boolean(load_default=False, metadata={"description": "those who have moved away"})


class MovingAwaySchema(ApiSchema):
    on = fields.Date(required=True, allow_none=True, metadata={"description": "null: lives here again"})


class NewContactSchema(ApiSchema):
    channel = fields.Enum(Channel, by_value=True, required=True, validate=validate.OneOf(ADDRESSED))
    address = text(most=500)
    consent = fields.Boolean(required=True, metadata={"description": "the resident agreed to be written to"})


class OwnPageSchema(Schema):
    address = fields.String(required=True, metadata={"description": "whoever has it is taken for the resident"})


@routes.route("", methods=["GET"])
@requires("notices:read")
@routes.arguments(ResidentFilters, location="query")
@routes.response(200, page_of(ResidentSchema))
def list_residents(filters: dict[str, Any]) -> Page:
    """Residents within reach"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    actor = current_actor()
    if filters["text"]:
        actor.must_have("notices:residents:read")  # else names could be guessed a letter at a time
    query = residents.found_by(actor, **filters, today=clock.today())
    with reading() as session:
        found = paginate(session, query, key=Resident.id, parse=UUID, **page)
        contacts = residents.contacts_of(session, [row.id for row in found.items])
    return Page([_shown(actor, row, contacts[row.id]) for row in found.items], found.next)


@routes.route("", methods=["POST"])
@requires("notices:residents:write")
@routes.arguments(NewResidentSchema)
@routes.response(201, ResidentSchema)
def register(command: dict[str, Any]) -> Answer:
    """Register one resident"""
    made = register_resident(current_actor(), command.pop("area"), command)
    return _shown(current_actor(), made, []), 201, {"Location": f"/api/v1/residents/{made.id}", **etag(made.version)}


@routes.route("/<uuid:resident_id>", methods=["GET"])
@requires("notices:read")
@routes.response(200, ResidentSchema)
def show(resident_id: UUID) -> Answer:
    """One resident"""
    return _answer(resident_id)


@routes.route("/<uuid:resident_id>", methods=["PATCH"])
@requires("notices:residents:write")
@routes.arguments(ResidentChangesSchema)
@routes.response(200, ResidentSchema)
def change(changes: dict[str, Any], resident_id: UUID) -> Answer:
    """Change what is known of a resident (If-Match)"""
    change_resident(current_actor(), resident_id, changes, version=expected_version())
    return _answer(resident_id)


@routes.route("/<uuid:resident_id>/moving-away", methods=["POST"])
@requires("notices:residents:write")
@routes.arguments(MovingAwaySchema)
@routes.response(200, ResidentSchema)
def leave(command: dict[str, Any], resident_id: UUID) -> Answer:
    """Record that a resident moved away, or lives here again"""
    move_away(current_actor(), resident_id, command["on"])
    return _answer(resident_id)


@routes.route("/<uuid:resident_id>/erasure", methods=["POST"])
@requires("notices:residents:write")
@routes.response(204)
def erase(resident_id: UUID) -> None:
    """Erase what could tell who it was, at the resident's request. Nobody can undo it"""
    erase_resident(current_actor(), resident_id)


@routes.route("/<uuid:resident_id>/contacts", methods=["POST"])
@requires("notices:residents:write")
@routes.arguments(NewContactSchema)
@routes.response(200, ContactSchema)
def set_one_contact(command: dict[str, Any], resident_id: UUID) -> Contact:
    """Set a resident's address on a channel; 409 where the resident keeps it themselves or left the channel"""
    return set_contact(current_actor(), resident_id, NewContact(**command))


@routes.route("/<uuid:resident_id>/contacts/<any(email,sms,messaging,webhook):channel>", methods=["DELETE"])
@requires("notices:residents:write")
@routes.response(204)
def delete_contact(resident_id: UUID, channel: str) -> None:
    """Take an address out"""
    remove_contact(current_actor(), resident_id, Channel(channel))


@routes.route("/<uuid:resident_id>/own-page", methods=["GET"])
@requires("notices:residents:read")
@routes.response(200, OwnPageSchema)
def own_page(resident_id: UUID) -> dict[str, str]:
    """The address of the resident's own page, to be handed over on paper"""
    with reading() as session:
        return _own_page(residents.resident(session, current_actor(), resident_id))


@routes.route("/<uuid:resident_id>/own-page", methods=["POST"])
@requires("notices:residents:write")
@routes.response(200, OwnPageSchema)
def renew_own_page(resident_id: UUID) -> dict[str, str]:
    """A new address; the old one stops working"""
    return _own_page(renew_key(current_actor(), resident_id))


def _answer(resident_id: UUID) -> Answer:
    actor = current_actor()
    with reading() as session:
        found = residents.resident(session, actor, resident_id)
        contacts = residents.contacts_of(session, [found.id])[found.id]
    return _shown(actor, found, contacts), 200, etag(found.version)


def _shown(actor: Actor, found: Resident, contacts: list[Contact]) -> dict[str, Any]:
    names = [name for name in ResidentSchema().fields if name != "contacts"]
    shown = {name: getattr(found, name) for name in names}
    if actor.has("notices:residents:read"):
        return shown | {"contacts": contacts}
    told = [
        {name: getattr(each, name) for name in ContactSchema().fields}
        | {"address": masked(Channel(each.channel), each.address)}
        for each in contacts
    ]
    hidden = {"name": masked_name(found.name), "number": "***", "birth_date": None, "door": None, "employer": None}
    return shown | hidden | {"contacts": told}


def _own_page(found: Resident) -> dict[str, str]:
    return {"address": public_address("resident_pages.show", key=found.key)}
