"""One suggestion at the desk, and one activity: what belongs to them, and what can be done."""

from __future__ import annotations

from uuid import UUID

from flask import Response, g

from services.notices.pages.desk import activities as desk_activities
from services.notices.pages.desk.routes import desk
from services.notices.pages.desk.suggestions import ONE
from services.notices.store import activities, suggestions
from services.notices.store.database import reading
from shared.web.desk.sections import Above, section_page
from shared.web.files import file_response


@desk.get("/suggestions/<uuid:suggestion_id>")
def suggestion(suggestion_id: UUID) -> str:
    g.actor.must_have("notices:residents:read")
    with reading() as session:
        found = suggestions.suggestion(session, g.actor, suggestion_id)
    above = Above(f"/desk/areas/{found.area}/suggestions", "建议和提问", {"id.suggestion_id": str(found.id)})
    return section_page(desk, ONE, above, str(found.id))


@desk.get("/suggestions/<uuid:suggestion_id>/scan")
def suggestion_scan(suggestion_id: UUID) -> Response:
    g.actor.must_have("notices:residents:read")
    with reading() as session:
        suggestions.suggestion(session, g.actor, suggestion_id)
        found = suggestions.scan(session, suggestion_id)
    return file_response(found.content, kind=found.kind, sha256=found.sha256)


@desk.get("/activities/<uuid:activity_id>")
def activity(activity_id: UUID) -> str:
    g.actor.must_have("notices:residents:read")
    with reading() as session:
        found = activities.activity(session, g.actor, activity_id)
    above = Above(
        f"/desk/areas/{found.area}/activities", "活动", {"id.activity_id": str(found.id), "about": found.title}
    )
    return section_page(desk, desk_activities.ONE, above, str(found.id))
