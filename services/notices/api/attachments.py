"""Files that hang with a notice."""

from __future__ import annotations

from contextlib import closing
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest.fields import Upload
from marshmallow import Schema, fields
from werkzeug.datastructures import FileStorage

from services.notices.store import editions, notices
from services.notices.store.database import reading
from services.notices.store.tables import Attachment
from services.notices.workflows.attachments import attach, detach
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.files import saved_file
from shared.web.schemas import ApiSchema

routes = Blueprint("attachments", authentication="bearer", url_prefix="/api/v1", description="Files with notices")


class AttachmentFileSchema(ApiSchema):
    file = Upload(required=True, metadata={"description": "PDF, JPEG, PNG, DOCX, XLSX or PPTX, at most 10 MB"})


class AttachmentSchema(Schema):
    id = fields.UUID(required=True)
    notice_id = fields.UUID(required=True)
    edition = fields.Integer(required=True, metadata={"description": "with which it is shown"})
    name = fields.String(required=True)
    kind = fields.String(required=True, metadata={"description": "media type, by content"})
    size = fields.Integer(required=True, metadata={"description": "bytes"})
    sha256 = fields.String(required=True)
    by = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class AttachmentsSchema(Schema):
    items = fields.List(fields.Nested(AttachmentSchema), required=True)


@routes.route("/notices/<uuid:notice_id>/attachments", methods=["POST"])
@requires("notices:write")
@routes.arguments(AttachmentFileSchema, location="files")
@routes.response(201, AttachmentSchema)
def add(files: dict[str, FileStorage], notice_id: UUID) -> Attachment:
    """Attach a file to a draft, or to the amendment that is proposed; its kind is told by its content"""
    with closing(files["file"]) as file:
        return attach(current_actor(), notice_id, name=file.filename, content=file.read())


@routes.route("/notices/<uuid:notice_id>/attachments", methods=["GET"])
@requires("notices:read")
@routes.response(200, AttachmentsSchema)
def list_attachments(notice_id: UUID) -> dict[str, Any]:
    """All files of a notice (twenty at most), in the order added"""
    with reading() as session:
        found = notices.notice(session, current_actor(), notice_id)
        return {"items": editions.attachments(session, found.id)}


@routes.route("/notices/<uuid:notice_id>/attachments/<uuid:attachment_id>", methods=["DELETE"])
@requires("notices:write")
@routes.response(204)
def remove(notice_id: UUID, attachment_id: UUID) -> None:
    """Remove a file that nobody has approved yet"""
    detach(current_actor(), notice_id, attachment_id)


@routes.route("/attachments/<uuid:attachment_id>", methods=["GET"])
@requires("notices:read")
@routes.response(200, content_type="application/octet-stream")
def show(attachment_id: UUID) -> Response:
    """The file as it was sent"""
    with reading() as session:
        found = editions.attachment(session, current_actor(), attachment_id)
    return saved_file(found.content, kind=found.kind, sha256=found.sha256, name=found.name)
