"""A board as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence

from feedgen.feed import FeedGenerator

from services.notices.domain.markdown import to_html
from services.notices.store.tables import Area, Notice
from shared import clock


def atom(area: Area, entries: Sequence[tuple[Notice, str]], *, self: str, board: str) -> bytes:
    """`entries` are published notices with their pages' addresses, newest first. Ids do not depend on addresses."""
    feed = FeedGenerator()
    feed.id(f"urn:shequ:board:{area.code}")
    feed.title(f"{area.name}公告栏")
    feed.language("zh-CN")
    feed.author({"name": f"{area.name}居民委员会"})
    feed.link([{"href": self, "rel": "self"}, {"href": board, "rel": "alternate"}])
    moments = [notice.published_at for notice, _ in entries if notice.published_at]
    feed.updated(max(moments, default=clock.now()))
    for notice, address in entries:
        entry = feed.add_entry(order="append")
        entry.id(f"urn:uuid:{notice.id}")
        entry.title(notice.title)
        entry.link(href=address)
        entry.published(notice.published_at)
        entry.updated(notice.published_at)
        entry.content(to_html(notice.body), type="html")
    return bytes(feed.atom_str(pretty=True))
