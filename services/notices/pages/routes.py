"""The public pages of notices: boards, notices, and each board as an Atom feed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, render_template, request, url_for

from services.notices.domain.markdown import to_html
from services.notices.domain.notice import Kind, State
from services.notices.pages.answers import public
from services.notices.pages.editions import along
from services.notices.pages.feed import atom
from services.notices.pages.reader import words_for_reader
from services.notices.pages.site import parts, site
from services.notices.store import areas, notices
from services.notices.store.database import reading
from services.notices.store.tables import Notice
from shared.errors import NotFound
from shared.settings import Settings

pages = Blueprint("pages", __name__, template_folder="templates")
pages.add_app_template_global(parts, "site_parts")

_LONGEST_NAME = 40
_SHOWN = (State.PUBLISHED, State.TAKEN_DOWN)


@pages.get("/")
def home() -> Response:
    """Find my community: by name, or down from the outermost areas. A thousand communities are no list."""
    name = request.args.get("name", "").strip()[:_LONGEST_NAME]
    with reading() as session:
        found = areas.named(session, name) if name else areas.next_below(session, None)
        above = areas.above_each(session, found)
    return public(render_template("home.html", areas=found, above=above, name=name))


@pages.get("/boards/<string(length=12):code>")
def board(code: str) -> Response:
    with reading() as session:
        around = site(session, code)
        shown = [_shown(notice) for notice in notices.on_board(session, code)]
        below = areas.next_below(session, code)
    return public(render_template("board.html", **around, notices=shown, below=below))


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


@pages.get("/boards/<string(length=12):code>/feed.atom")
def feed(code: str) -> Response:
    with reading() as session:
        area = areas.area(session, code)
        shown = notices.on_board(session, code)
    addresses = {"self": _external("pages.feed", code=code), "board": _external("pages.board", code=code)}
    entries = [(each, _external("pages.notice", notice_id=each.id)) for each in shown]
    content = atom(area, entries, **addresses)
    newest = max((each.published_at for each in shown if each.published_at), default=None)
    return public(content, content_type="application/atom+xml; charset=utf-8", modified=newest)


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
        "published_at": found.published_at,
        "display_until": found.display_until,
    }


def _election_page(found: Notice) -> str | None:
    """The address of the election that the notice is about."""
    settings: Settings = current_app.config["SETTINGS"]
    about = found.origin_subject or ""
    return f"{settings.public_url('elections')}/{about}" if about.startswith("elections/") else None


def _external(endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values, _external=True)
