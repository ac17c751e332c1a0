"""Importing the register of residents: upload, look at what would change, confirm."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, BinaryIO, cast
from uuid import UUID

from flask import request
from flask_smorest.fields import Upload
from marshmallow import Schema, fields
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from services.notices.domain.residents.imports import ImportState
from services.notices.store import resident_imports
from services.notices.store.database import reading
from services.notices.store.tables import ResidentImport
from services.notices.workflows.resident_imports import accept_register, confirm_import, discard_import
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of

routes = Blueprint(
    "resident_imports",
    authentication="bearer",
    url_prefix="/api/v1/residents/imports",
    description="Register of residents from files",
)

_LARGEST = 200 * 1024 * 1024  # bytes; a million residents in CSV are some 120 MB; the containers' /tmp holds 256 MB


class RegisterFileSchema(ApiSchema):
    file = Upload(required=True, metadata={"description": "CSV (UTF-8 or GB18030) or XLSX"})


class RegisterOptionsSchema(ApiSchema):
    area = AreaCodeField(required=True)
    complete = fields.Boolean(
        load_default=False, metadata={"description": "whoever lives in the area and is not in the file has moved away"}
    )
    apply = fields.Boolean(load_default=False, metadata={"description": "import without confirmation"})


class AcceptedRegisterSchema(Schema):
    import_id = fields.UUID(required=True)
    job_id = fields.UUID(required=True)


class ChangesSchema(Schema):
    rows = fields.Integer(required=True)
    new = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    back = fields.Integer(required=True, metadata={"description": "had moved away and live here again"})
    moved_away = fields.Integer(required=True)
    same = fields.Integer(required=True)


class ResidentImportSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True)
    complete = fields.Boolean(required=True)
    columns = fields.List(fields.String(), required=True, allow_none=True)
    changes = fields.Nested(ChangesSchema, required=True, allow_none=True)
    uploaded_by = fields.String(required=True)
    confirmed_by = fields.String(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)


class ResidentImportFilters(PageArguments):
    area = AreaCodeField()
    state = fields.Enum(ImportState, by_value=True)


def _takes_large_files(view: Callable[..., Any]) -> Callable[..., Any]:
    """Above the limit of all other requests, since the file is not read into memory. With an Idempotency-Key the usual
    limit holds: a hash of the whole request is kept then."""

    @wraps(view)
    def taking(*args: Any, **kwargs: Any) -> Any:
        request.max_content_length = _LARGEST
        return view(*args, **kwargs)

    return taking


@routes.route("", methods=["POST"])
@requires("notices:residents:write")
@_takes_large_files
@routes.arguments(RegisterOptionsSchema, location="form")
@routes.arguments(RegisterFileSchema, location="files")
@routes.response(202, AcceptedRegisterSchema)
def upload(options: dict[str, Any], files: dict[str, FileStorage]) -> tuple[dict[str, UUID], int, dict[str, str]]:
    """Read a file of residents, known by their numbers: all rows or none, as a job whose outcome names every bad one.
    Nothing is changed until it is confirmed"""
    file = files["file"]
    import_id = accept_register(
        current_actor(),
        options["area"],
        name=file.filename or "",
        file=cast("BinaryIO", file.stream),
        complete=options["complete"],
        apply_at_once=options["apply"],
    )
    return {"import_id": import_id, "job_id": import_id}, 202, {"Location": f"/api/v1/residents/imports/{import_id}"}


@routes.route("", methods=["GET"])
@requires("notices:residents:read")
@routes.arguments(ResidentImportFilters, location="query")
@routes.response(200, page_of(ResidentImportSchema))
def list_imports(filters: dict[str, Any]) -> Page:
    """Imports within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(ResidentImport).where(within(ResidentImport.area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=ResidentImport.id, parse=UUID, newest_first=True, **page)


@routes.route("/<uuid:import_id>", methods=["GET"])
@requires("notices:residents:read")
@routes.response(200, ResidentImportSchema)
def show(import_id: UUID) -> ResidentImport:
    """One import, and what it would change or has changed"""
    with reading() as session:
        return resident_imports.find(session, current_actor(), import_id)


@routes.route("/<uuid:import_id>/confirmation", methods=["POST"])
@requires("notices:residents:write")
@routes.response(202, AcceptedRegisterSchema)
def confirm(import_id: UUID) -> tuple[dict[str, UUID], int, dict[str, str]]:
    """Change the residents as the file says"""
    job = confirm_import(current_actor(), import_id)
    return {"import_id": import_id, "job_id": job}, 202, {"Location": f"/api/v1/jobs/{job}"}


@routes.route("/<uuid:import_id>", methods=["DELETE"])
@requires("notices:residents:write")
@routes.response(204)
def discard(import_id: UUID) -> None:
    """Give up a file that was read"""
    discard_import(current_actor(), import_id)
