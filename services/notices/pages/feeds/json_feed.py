"""JSON Feed 1.1."""

from __future__ import annotations

import json
from typing import Any

from services.notices.pages.feeds.feed import Entry, Feed, moment

_VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed) -> bytes:
    whole = {
        "version": _VERSION,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": "zh-CN",
        "authors": [{"name": feed.author}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(whole, ensure_ascii=False).encode()


def _item(entry: Entry) -> dict[str, Any]:
    return {
        "id": f"urn:uuid:{entry.id}",
        "url": entry.address,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": moment(entry.published),
        "tags": [entry.kind],
    }
