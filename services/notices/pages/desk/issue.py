"""An issue of a community's own paper as it will be printed, at an address of the desk's."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from flask import Response, current_app, g

from services.notices.pages.desk.routes import desk
from services.notices.store import periodicals
from services.notices.store.database import reading
from services.notices.workflows.printed_issues import printed
from shared.web.files import file_response


@desk.get("/periodicals/<uuid:issue_id>.pdf")
def issue_pdf(issue_id: UUID) -> Response:
    """What the API gives with a token."""
    g.actor.must_have("notices:read")
    with reading() as session:
        found = periodicals.issue(session, g.actor, issue_id)
        content = printed(session, found, site=current_app.config["SETTINGS"].public_url("notices"))
    return file_response(content, kind="application/pdf", sha256=sha256(content).hexdigest())
