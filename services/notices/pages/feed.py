"""A board as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from services.notices.domain.markdown import to_html
from services.notices.store.tables import Area, Notice
from shared import clock

_ATOM = "http://www.w3.org/2005/Atom"


def atom(area: Area, entries: Sequence[tuple[Notice, str]], *, self: str, board: str) -> bytes:
    """`entries` are published notices with their pages' addresses, newest first. Ids do not depend on addresses."""
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _add(feed, "id", f"urn:shequ:board:{area.code}")
    _add(feed, "title", f"{area.name}公告栏")
    _add(SubElement(feed, "author"), "name", f"{area.name}居民委员会")
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": self})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": board})
    _add(feed, "updated", _moment(max((_published(notice) for notice, _ in entries), default=clock.now())))
    for notice, address in entries:
        _entry(SubElement(feed, "entry"), notice, address)
    indent(feed)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(entry: Element, notice: Notice, address: str) -> None:
    _add(entry, "id", f"urn:uuid:{notice.id}")
    _add(entry, "title", notice.title)
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    _add(entry, "published", _moment(_published(notice)))
    _add(entry, "updated", _moment(_published(notice)))
    _add(entry, "content", to_html(notice.body), type="html")


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text


def _published(notice: Notice) -> datetime:
    return notice.published_at or clock.now()


def _moment(value: datetime) -> str:
    return value.astimezone(clock.CIVIL_ZONE).isoformat(timespec="seconds")
