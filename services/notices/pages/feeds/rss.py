"""RSS 2.0 (the Advisory Board's specification), with the link to itself that its best practices ask for."""

from __future__ import annotations

from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from services.notices.pages.feeds.feed import Entry, Feed
from shared import clock

_NAMESPACE = "http://www.w3.org/2005/Atom"


def rss(feed: Feed) -> bytes:
    root = Element("rss", {"version": "2.0", "xmlns:atom": _NAMESPACE})
    channel = SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.page)
    _add(channel, "description", feed.title)
    _add(channel, "language", "zh-cn")
    SubElement(channel, "atom:link", {"rel": "self", "type": "application/rss+xml", "href": feed.address})
    if feed.updated:
        _add(channel, "lastBuildDate", format_datetime(feed.updated.astimezone(clock.CIVIL_ZONE)))
    for entry in feed.entries:
        _item(SubElement(channel, "item"), entry)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _item(root: Element, entry: Entry) -> None:
    _add(root, "title", entry.title)
    _add(root, "link", entry.address)
    _add(root, "guid", f"urn:uuid:{entry.id}", isPermaLink="false")
    _add(root, "category", entry.kind)
    _add(root, "pubDate", format_datetime(entry.published.astimezone(clock.CIVIL_ZONE)))
    _add(root, "description", entry.html)


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text
