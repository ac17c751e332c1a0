"""The roll: uploading a file, reading the electors."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest.fields import Upload
from marshmallow import Schema, fields
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from services.elections.store import elections
from services.elections.store.database import reading
from services.elections.store.tables import Elector
from services.elections.workflows.rolls import accept_roll
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, PageArguments, page_of

routes = Blueprint("roll", authentication="bearer", url_prefix="/api/v1/elections", description="Roll of electors")


class FileSchema(ApiSchema):
    file = Upload(required=True, metadata={"description": "CSV (UTF-8 or GB18030) or XLSX"})


class AcceptedSchema(Schema):
    job_id = fields.UUID(required=True)


class ElectorSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    sex = fields.String(required=True)
    birth_date = fields.Date(required=True)
    address = fields.String(required=True)
    group = fields.String(required=True)
    registration = fields.String(required=True)


@routes.route("/<uuid:election_id>/roll", methods=["POST"])
@requires("elections:write")
@routes.arguments(FileSchema, location="files")
@routes.response(202, AcceptedSchema)
def upload(files: dict[str, FileStorage], election_id: UUID) -> tuple[dict[str, UUID], int, dict[str, str]]:
    """Replace the roll by a file's rows: all or none, as a job whose outcome names every bad row"""
    file = files["file"]
    job_id = accept_roll(current_actor(), election_id, name=file.filename or "", content=file.read())
    return {"job_id": job_id}, 202, {"Location": f"/api/v1/jobs/{job_id}"}


@routes.route("/<uuid:election_id>/electors", methods=["GET"])
@requires("elections:roll:read")
@routes.arguments(PageArguments, location="query")
@routes.response(200, page_of(ElectorSchema))
def list_electors(page: dict[str, Any], election_id: UUID) -> Page:
    """The electors, in the order of the file. For those who keep the roll: birth dates and addresses are in it"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        query = select(Elector).where(Elector.election_id == found.id)
        return paginate(session, query, key=Elector.id, parse=UUID, **page)
