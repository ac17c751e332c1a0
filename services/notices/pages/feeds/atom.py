"""RFC 4287."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from services.notices.pages.feeds.feed import Entry, Feed, moment
from shared import clock

_ATOM = "http://www.w3.org/2005/Atom"


def atom(feed: Feed) -> bytes:
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(SubElement(root, "author"), "name", feed.author)
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.address})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    _add(root, "updated", moment(feed.updated or clock.now()))
    for entry in feed.entries:
        _entry(SubElement(root, "entry"), entry)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: Element, entry: Entry) -> None:
    _add(root, "id", f"urn:uuid:{entry.id}")
    _add(root, "title", entry.title)
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": entry.address})
    SubElement(root, "category", {"term": entry.kind})
    _add(root, "published", moment(entry.published))
    _add(root, "updated", moment(entry.published))
    _add(root, "content", entry.html, type="html")


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text
