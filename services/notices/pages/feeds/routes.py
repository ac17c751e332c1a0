"""Each board, or one kind of its notices, as a feed: `/boards/<code>/feed.atom?kind=news`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response

from services.notices.domain.markdown import to_html
from services.notices.domain.notice import Kind
from services.notices.pages.answers import public
from services.notices.pages.feeds.atom import atom
from services.notices.pages.feeds.feed import Entry, Feed
from services.notices.pages.feeds.json_feed import json_feed
from services.notices.pages.feeds.rss import rss
from services.notices.pages.kinds import kind_asked_for
from services.notices.store import areas, boards
from services.notices.store.database import reading
from services.notices.store.tables import Area, Notice
from shared import clock
from shared.web.addresses import public_address

feed_pages = Blueprint("feed_pages", __name__)

_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class Format:
    """What a feed's address ends with; `title` is what a reader's program offers."""

    title: str
    media_type: str
    write: Callable[[Feed], bytes]


FORMATS = {
    "atom": Format("Atom", "application/atom+xml", atom),
    "rss": Format("RSS", "application/rss+xml", rss),
    "json": Format("JSON Feed", "application/feed+json", json_feed),
}


@feed_pages.app_template_global()
def feed_formats() -> dict[str, Format]:
    return FORMATS


@feed_pages.get("/boards/<string(length=12):code>/feed.<any(atom, rss, json):form>")
def feed(code: str, form: str) -> Response:
    kind = kind_asked_for()
    with reading() as session:
        area = areas.area(session, code)
        newest = boards.newest(session, code, kind=kind, most=_ENTRIES)
    made = _feed(area, kind, newest, form)
    written = FORMATS[form].write(made)
    return public(written, content_type=f"{FORMATS[form].media_type}; charset=utf-8", modified=made.updated)


def _feed(area: Area, kind: Kind | None, newest: Sequence[Notice], form: str) -> Feed:
    only = {"kind": kind.value} if kind else {}
    page = "archive_pages.index" if kind else "pages.board"
    return Feed(
        id=":".join(["urn:shequ:board", area.code, *only.values()]),
        title=f"{area.name}{kind.zh if kind else '公告栏'}",
        author=f"{area.name}居民委员会",
        address=public_address("feed_pages.feed", code=area.code, form=form, **only),
        page=public_address(page, code=area.code, **only),
        entries=[_entry(each) for each in newest],
    )


def _entry(notice: Notice) -> Entry:
    return Entry(
        id=notice.id,
        title=notice.title,
        html=to_html(notice.body),
        kind=Kind(notice.kind).zh,
        address=public_address("pages.notice", notice_id=notice.id),
        published=notice.published_at or clock.now(),
    )
