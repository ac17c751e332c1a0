"""One campaign at the desk: how far it is, seen anew every few seconds while it goes on."""

from __future__ import annotations

from uuid import UUID

from flask import Response, g, make_response, request

from services.notices.pages.desk.campaigns import ONE
from services.notices.pages.desk.routes import desk
from services.notices.store.database import reading
from services.notices.store.delivery import campaigns
from shared.web.desk.sections import Above, section_page

_SECONDS = "5"


@desk.get("/campaigns/<uuid:campaign_id>")
def campaign(campaign_id: UUID) -> Response:
    """By the browser's own refreshing, which needs no script; whoever looks at a later page of the list is left in
    peace."""
    g.actor.must_have("notices:read")
    with reading() as session:
        found = campaigns.campaign(session, g.actor, campaign_id)
        title = campaigns.titles(session, [found.id])[found.id]
    above = Above(
        f"/desk/areas/{found.area}/campaigns",
        "发送给居民",
        {"id.campaign_id": str(found.id), "id.notice_id": str(found.notice_id), "about": title},
    )
    page = make_response(section_page(desk, ONE, above, str(found.id)))
    if found.finished_at is None and "cursor" not in request.args:
        page.headers["Refresh"] = _SECONDS
    return page
