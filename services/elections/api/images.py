"""Scanned tally sheets with their hashes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest.fields import Upload
from marshmallow import Schema, fields
from werkzeug.datastructures import FileStorage

from services.elections.store import elections
from services.elections.store.database import reading
from services.elections.store.images import images
from services.elections.workflows.images import attach_image, image_with_content
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.files import file_response
from shared.web.schemas import ApiSchema

routes = Blueprint("images", authentication="bearer", url_prefix="/api/v1", description="Scanned tally sheets")


class ImageFileSchema(ApiSchema):
    file = Upload(required=True, metadata={"description": "JPEG, PNG or PDF, at most 10 MB"})


class ImageSchema(Schema):
    id = fields.UUID(required=True)
    station_id = fields.UUID(required=True)
    sheet = fields.Integer(required=True)
    kind = fields.String(required=True, metadata={"description": "media type, by content"})
    sha256 = fields.String(required=True)
    by = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class ImagesSchema(Schema):
    items = fields.List(fields.Nested(ImageSchema), required=True)


@routes.route("/stations/<uuid:station_id>/sheets/<int:number>/image", methods=["POST"])
@requires("elections:tally")
@routes.arguments(ImageFileSchema, location="files")
@routes.response(201, ImageSchema)
def attach(files: dict[str, FileStorage], station_id: UUID, number: int) -> Any:
    """Attach a scan of a sheet; an earlier one stays"""
    return attach_image(current_actor(), station_id, number, files["file"].read())


@routes.route("/elections/<uuid:election_id>/images", methods=["GET"])
@requires("elections:read")
@routes.response(200, ImagesSchema)
def list_images(election_id: UUID) -> dict[str, Any]:
    """All scans of an election's sheets, in the order added; of each sheet the last one counts"""
    with reading() as session:
        found = elections.election(session, current_actor(), election_id)
        return {"items": images(session, found.id)}


@routes.route("/images/<uuid:image_id>", methods=["GET"])
@requires("elections:read")
@routes.response(200, content_type="application/octet-stream")
def show(image_id: UUID) -> Response:
    """The scan as it was sent"""
    found = image_with_content(current_actor(), image_id)
    return file_response(found.content, kind=found.kind, sha256=found.sha256)
