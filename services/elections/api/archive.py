"""The result bundle: the preview, the sealed file, and sealing where nothing is handed over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app
from marshmallow import Schema, fields

from services.elections.workflows.archive import bundle_of, seal_bundle, sealer
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint

routes = Blueprint("archive", authentication="bearer", url_prefix="/api/v1/elections", description="Result bundles")

_ZIP = "application/zip"


class BundleSchema(Schema):
    election_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    bundle_hash = fields.String(required=True, metadata={"description": "SHA-256 of the manifest"})
    key_id = fields.String(required=True)
    sealed_by = fields.String(required=True)
    sealed_at = fields.AwareDateTime(required=True)


@routes.route("/<uuid:election_id>/bundle", methods=["GET"])
@requires("elections:read")
@routes.response(200, {"type": "string", "format": "binary"}, content_type=_ZIP)
def download(election_id: UUID) -> Response:
    """The sealed result bundle (ZIP); before it is sealed, a preview that says so. Check it with `verify-result`"""
    bundle = bundle_of(current_actor(), election_id, enclosed_bytes=current_app.config["SETTINGS"].archive_image_bytes)
    name = f"bundle-{election_id}" if bundle.sealed else f"preview-{election_id}"
    response = Response(bundle.content, mimetype=_ZIP)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response


@routes.route("/<uuid:election_id>/bundle", methods=["POST"])
@requires("elections:certify")
@routes.response(201, BundleSchema)
def seal(election_id: UUID) -> Any:
    """Seal the bundle of a by-election, a further ballot or a void election; a term election's is sealed with the
    handover"""
    return seal_bundle(current_actor(), election_id, by=sealer(current_app.config["SETTINGS"]))
