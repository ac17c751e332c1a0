"""The public pages: boards, notices, and each board as an Atom feed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for

from services.notices.domain.markdown import to_html
from services.notices.domain.notice import Kind, State
from services.notices.pages.feed import atom
from services.notices.store import notices
from services.notices.store.database import reading
from services.notices.store.tables import Notice
from shared import context
from shared.errors import NotFound
from shared.settings import Settings

pages = Blueprint("pages", __name__, template_folder="templates")

_FRESH_SECONDS = 30
_SHOWN = (State.PUBLISHED, State.TAKEN_DOWN)


@pages.get("/")
def home() -> Response:
    with reading() as session:
        return _page(render_template("home.html", areas=notices.all_areas(session)))


@pages.get("/boards/<string(length=12):code>")
def board(code: str) -> Response:
    with reading() as session:
        area = notices.area(session, code)
        shown = [_shown(notice) for notice in notices.on_board(session, code)]
        below = notices.areas_below(session, code)
    return _page(render_template("board.html", area=area, notices=shown, below=below))


@pages.get("/notices/<uuid:notice_id>")
def notice(notice_id: UUID) -> Response:
    """A notice that was taken down says so and when it hung: 410, and not as if it had never been."""
    with reading() as session:
        found = notices.notice(session, notices.PUBLIC, notice_id)
        if State(found.state) not in _SHOWN:
            raise NotFound("notice_not_found", "没有找到这条公告。")
        area = notices.area(session, found.area)
    if found.state == State.TAKEN_DOWN:
        return _page(render_template("taken_down.html", notice=found, area=area), status=410)
    return _page(render_template("notice.html", notice=_shown(found), area=area, election=_election_page(found)))


@pages.get("/boards/<string(length=12):code>/feed.atom")
def feed(code: str) -> Response:
    with reading() as session:
        area = notices.area(session, code)
        shown = notices.on_board(session, code)
    addresses = {"self": _external("pages.feed", code=code), "board": _external("pages.board", code=code)}
    entries = [(each, _external("pages.notice", notice_id=each.id)) for each in shown]
    content = atom(area, entries, **addresses)
    newest = max((each.published_at for each in shown if each.published_at), default=None)
    return _page(content, content_type="application/atom+xml; charset=utf-8", modified=newest)


def _page(
    body: str | bytes, *, status: int = 200, content_type: str | None = None, modified: datetime | None = None
) -> Response:
    """With an ETag, so that a reader who has it already is told so in a few bytes."""
    answer = make_response(body, status)
    if content_type:
        answer.content_type = content_type
    answer.last_modified = modified
    answer.headers["Cache-Control"] = f"public, max-age={_FRESH_SECONDS}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _shown(found: Notice) -> dict[str, Any]:
    """The notice in the reader's language where it has that; `language` is set where it is not the page's."""
    english = context.current().language == "en" and found.body_en is not None
    return {
        "id": found.id,
        "title": found.title_en or found.title if english else found.title,
        "html": to_html(found.body_en or found.body if english else found.body),
        "language": None if english or context.current().language == "zh" else "zh-CN",
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
