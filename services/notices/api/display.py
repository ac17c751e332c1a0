"""Physical boards, what hangs on them with photos, the proof of it, and what should hang there (Art 34, R82)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest.fields import Upload
from marshmallow import Schema, fields
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from services.notices.domain.display.boards import Visibility
from services.notices.domain.display.comparison import Match, compare
from services.notices.domain.display.document import Chain, document
from services.notices.domain.display.proof import ProofState
from services.notices.domain.notice import State
from services.notices.store import display, notices
from services.notices.store.database import reading
from services.notices.store.tables import DisplayBoard, Hanging
from services.notices.workflows import display as workflows
from shared import clock
from shared.database.scope import within
from shared.errors import NotFound
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.files import file_response
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint("display", authentication="bearer", url_prefix="/api/v1", description="Physical boards")
anyone = Blueprint("display-proof", authentication="public", url_prefix="/api/v1", description="Proof of display")


class NewBoardSchema(ApiSchema):
    area = AreaCodeField(required=True)
    place = text(most=100)
    visibility = fields.Enum(Visibility, by_value=True, required=True)
    note = text(most=500, required=False, load_default=None, allow_none=True)


class DisplayBoardSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    place = fields.String(required=True)
    visibility = fields.String(required=True)
    note = fields.String(required=True, allow_none=True)
    photo_id = fields.UUID(required=True, allow_none=True)
    retired_on = fields.Date(required=True, allow_none=True)


class PhotoFileSchema(ApiSchema):
    file = Upload(required=True, metadata={"description": "JPEG or PNG, at most 10 MB"})


class PhotoFormSchema(ApiSchema):
    taken_at = fields.AwareDateTime(load_default=None, metadata={"description": "by the camera's clock; else now"})


class NewHangingSchema(PhotoFormSchema):
    notice_id = fields.UUID(required=True)


class HangingSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    board_id = fields.UUID(required=True)
    place = fields.String(required=True)
    notice_id = fields.UUID(required=True)
    title = fields.String(required=True)
    hung_on = fields.Date(required=True)
    removed_on = fields.Date(required=True, allow_none=True)
    photos = fields.Integer(required=True)
    days = fields.Integer(required=True, metadata={"description": "between the first photo and the last"})
    proof = fields.Enum(ProofState, by_value=True, required=True)
    head = fields.String(required=True, metadata={"description": "hash of the last entry: keep it as a receipt"})


class DisplayFilters(PageArguments):
    area = AreaCodeField()


class HangingFilters(DisplayFilters):
    notice_id = fields.UUID()


class ComparisonArguments(ApiSchema):
    area = AreaCodeField(required=True)


class ComparedSchema(Schema):
    notice = fields.UUID(required=True)
    title = fields.String(required=True)
    match = fields.Enum(Match, by_value=True, required=True)
    days = fields.Integer(required=True)
    until = fields.Date(required=True, allow_none=True)


class ComparisonSchema(Schema):
    boards = fields.Integer(required=True)
    items = fields.List(fields.Nested(ComparedSchema), required=True)


class ProofDocumentSchema(Schema):
    format = fields.String(required=True)
    made_at = fields.String(required=True)
    notice = fields.Dict(required=True)
    rules = fields.Dict(required=True)
    hangings = fields.List(fields.Dict(), required=True)


@routes.route("/display-boards", methods=["POST"])
@requires("notices:inform")
@routes.arguments(NewBoardSchema)
@routes.response(201, DisplayBoardSchema)
def add_board(command: dict[str, Any]) -> DisplayBoard:
    """Register a physical board"""
    return workflows.add_board(current_actor(), **command)


@routes.route("/display-boards", methods=["GET"])
@requires("notices:read")
@routes.arguments(DisplayFilters, location="query")
@routes.response(200, page_of(DisplayBoardSchema))
def list_boards(filters: dict[str, Any]) -> Page:
    """Boards within reach"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(DisplayBoard).where(within(DisplayBoard.area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=DisplayBoard.id, parse=UUID, **page)


@routes.route("/display-boards/<uuid:board_id>/photo", methods=["POST"])
@requires("notices:inform")
@routes.arguments(PhotoFileSchema, location="files")
@routes.response(200, DisplayBoardSchema)
def photograph(files: dict[str, FileStorage], board_id: UUID) -> DisplayBoard:
    """Show where the board stands"""
    with closing(files["file"]) as file:
        return workflows.photograph_board(current_actor(), board_id, file.read())


@routes.route("/display-boards/<uuid:board_id>/retirement", methods=["POST"])
@requires("notices:inform")
@routes.response(200, DisplayBoardSchema)
def retire(board_id: UUID) -> DisplayBoard:
    """State that the board is no longer used"""
    return workflows.retire_board(current_actor(), board_id)


@routes.route("/display-boards/<uuid:board_id>/hangings", methods=["POST"])
@requires("notices:inform")
@routes.arguments(PhotoFileSchema, location="files")
@routes.arguments(NewHangingSchema, location="form")
@routes.response(201, HangingSchema)
def hang(files: dict[str, FileStorage], form: dict[str, Any], board_id: UUID) -> dict[str, Any]:
    """Hang a published notice on the board, with the first photo"""
    photo = _photo(files, form)
    return _shown(workflows.hang(current_actor(), board_id, form["notice_id"], photo))


@routes.route("/hangings/<uuid:hanging_id>/photos", methods=["POST"])
@requires("notices:inform")
@routes.arguments(PhotoFileSchema, location="files")
@routes.arguments(PhotoFormSchema, location="form")
@routes.response(201, HangingSchema)
def add_photo(files: dict[str, FileStorage], form: dict[str, Any], hanging_id: UUID) -> dict[str, Any]:
    """Show by a photo that it still hangs"""
    return _shown(workflows.add_photo(current_actor(), hanging_id, _photo(files, form)))


@routes.route("/hangings/<uuid:hanging_id>/removal", methods=["POST"])
@requires("notices:inform")
@routes.arguments(PhotoFileSchema, location="files")
@routes.arguments(PhotoFormSchema, location="form")
@routes.response(200, HangingSchema)
def remove(files: dict[str, FileStorage], form: dict[str, Any], hanging_id: UUID) -> dict[str, Any]:
    """Take it off, with a last photo of it hanging"""
    return _shown(workflows.remove(current_actor(), hanging_id, _photo(files, form)))


@routes.route("/hangings", methods=["GET"])
@requires("notices:read")
@routes.arguments(HangingFilters, location="query")
@routes.response(200, page_of(HangingSchema))
def list_hangings(filters: dict[str, Any]) -> Page:
    """Hangings within reach, newest first, each with its proof"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Hanging).where(within(Hanging.area, current_actor())).filter_by(**filters)
    with reading() as session:
        found = paginate(session, query, key=Hanging.id, parse=UUID, newest_first=True, **page)
        return Page(_all_shown(session, found.items), found.next)


@routes.route("/display-comparison", methods=["GET"])
@requires("notices:read")
@routes.arguments(ComparisonArguments, location="query")
@routes.response(200, ComparisonSchema)
def compare_boards(arguments: dict[str, Any]) -> dict[str, Any]:
    """What hangs on a community's boards against what should: missing, late, in time, outdated (R82)"""
    area, today = arguments["area"], clock.today()
    current_actor().must_reach(area)
    with reading() as session:
        wanted, hung = display.should_hang(session, area, today=today), display.hung(session, area, today=today)
        boards = len(display.boards_of(session, area))
    return {"boards": boards, "items": compare(wanted, hung, today=today)}


@anyone.route("/notices/<uuid:notice_id>/display-proof", methods=["GET"])
@anyone.response(200, ProofDocumentSchema)
def prove(notice_id: UUID) -> dict[str, Any]:
    """Each hanging of a notice as a chain of hashes, checked anew; `shequ display-proof` checks it without us"""
    now = clock.now()
    with reading() as session:
        notice = notices.notice(session, notices.PUBLIC, notice_id)
        if notice.state not in {State.PUBLISHED, State.TAKEN_DOWN}:
            raise NotFound("notice_not_found", "没有找到这条公告。")
        found = display.of_notice(session, notice_id)
        chains = display.chains_of(session, found)
        pairs = zip(found, chains, strict=True)
        proofs = [display.proof_of(session, each, chain, today=clock.today()) for each, chain in pairs]
    about = {"id": str(notice.id), "title": notice.title, "area": notice.area}
    return document(about, chains, proofs, rules=display.proof_rules(), at=now)


@anyone.route("/display-photos/<uuid:photo_id>", methods=["GET"])
@anyone.response(200, content_type="image/jpeg")
def show_photo(photo_id: UUID) -> Response:
    """A photo as it is kept: without where and with what it was taken"""
    with reading() as session:
        found = display.photo(session, photo_id)
    return file_response(found.content, kind=found.kind, sha256=found.sha256)


def _photo(files: dict[str, FileStorage], form: dict[str, Any]) -> workflows.Photo:
    with closing(files["file"]) as file:
        return workflows.Photo(file.read(), form["taken_at"])


def _shown(found: Hanging) -> dict[str, Any]:
    with reading() as session:
        return _all_shown(session, [found])[0]


def _all_shown(session: Session, found: Sequence[Hanging]) -> list[dict[str, Any]]:
    """With their boards, notices and proofs. The photos' bytes are not looked at again: the public proof does it."""
    titles = notices.titles(session, [each.notice_id for each in found])
    pairs = zip(found, display.chains_of(session, found), strict=True)
    return [_of_chain(session, each, chain, titles[each.notice_id]) for each, chain in pairs]


def _of_chain(session: Session, found: Hanging, chain: Chain, title: str) -> dict[str, Any]:
    proof = display.proof_of(session, found, chain, today=clock.today(), photos=False)
    names = ("id", "area", "board_id", "notice_id", "hung_on", "removed_on")
    told = {"place": chain.place, "title": title, "photos": proof.photos, "days": proof.days}
    head = chain.entries[-1].hash if chain.entries else ""
    return {**{name: getattr(found, name) for name in names}, **told, "proof": proof.state, "head": head}
