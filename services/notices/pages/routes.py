"""A notice's page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app, render_template

from services.notices.domain.business import Business
from services.notices.domain.markdown import to_html
from services.notices.domain.notice import Kind, State
from services.notices.pages.answers import public
from services.notices.pages.boards import pages
from services.notices.pages.editions import along
from services.notices.pages.reader import words_for_reader
from services.notices.pages.site import site
from services.notices.store import notices
from services.notices.store.database import reading
from services.notices.store.tables import Notice
from shared.errors import NotFound
from shared.settings import Settings

__all__ = ["pages"]

_SHOWN = (State.PUBLISHED, State.TAKEN_DOWN)


@pages.get("/notices/<uuid:notice_id>")
def notice(notice_id: UUID) -> Response:
    """A notice that was taken down says so and when it hung: 410, and not as if it had never been."""
    with reading() as session:
        found = notices.notice(session, notices.PUBLIC, notice_id)
        if State(found.state) not in _SHOWN:
            raise NotFound("notice_not_found", "没有找到这条公告。")
        around, beside = site(session, found.area), along(session, found)
    if found.state == State.TAKEN_DOWN:
        return public(render_template("taken_down.html", notice=found, **around), status=410)
    shown = {"notice": _shown(found), **beside, "election": _election_page(found)}
    return public(render_template("notice.html", **shown, **around))


def _shown(found: Notice) -> dict[str, Any]:
    """The notice in the reader's language where it has that; `language` is set where it is not the page's."""
    words = words_for_reader(found)
    return {
        "id": found.id,
        "title": words.title,
        "html": to_html(words.body),
        "language": words.language,
        "kind": Kind(found.kind).zh,
        "kind_code": found.kind,
        "business": Business(found.business).zh if found.business else None,
        "published_at": found.published_at,
        "display_until": found.display_until,
    }


def _election_page(found: Notice) -> str | None:
    """The address of the election that the notice is about."""
    settings: Settings = current_app.config["SETTINGS"]
    about = found.origin_subject or ""
    return f"{settings.public_url('elections')}/{about}" if about.startswith("elections/") else None
