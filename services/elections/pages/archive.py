"""The sealed bundle for everybody, and the key to check its seal with."""

from __future__ import annotations

from uuid import UUID

from flask import Response, current_app

from services.elections.pages.routes import pages
from services.elections.workflows.archive import archive_key, sealed_bundle
from shared.auth.keys import public_pem


@pages.get("/elections/<uuid:election_id>/bundle.zip")
def bundle(election_id: UUID) -> Response:
    response = Response(sealed_bundle(election_id).content, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="bundle-{election_id}.zip"'
    return response


@pages.get("/archive-key.pem")
def public_key() -> Response:
    """The public half of the key that this installation seals with now."""
    return Response(
        public_pem(archive_key(current_app.config["SETTINGS"].archive_key)), mimetype="application/x-pem-file"
    )
