"""What search engines may know: only what is public (sitemaps.org 0.9)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response

from services.notices.pages.answers import public
from services.notices.pages.site import parts
from services.notices.store import areas, sitemaps
from services.notices.store.database import reading
from shared import clock
from shared.web.addresses import public_address

sitemap_pages = Blueprint("sitemap_pages", __name__)

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NOT_FOR_ROBOTS = ("/desk/", "/api/", "/r/", "/boards/*/search")
_XML = "application/xml; charset=utf-8"


@sitemap_pages.get("/robots.txt")
def robots() -> Response:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS),
        f"Sitemap: {public_address('sitemap_pages.index')}",
    ]
    return public("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@sitemap_pages.get("/sitemap.xml")
def index() -> Response:
    """One sitemap for each area."""
    with reading() as session:
        changed = sitemaps.changed_by_area(session)
    entries = ((public_address("sitemap_pages.of_area", code=code), at) for code, at in changed)
    return public(_written("sitemapindex", "sitemap", entries), content_type=_XML)


@sitemap_pages.get("/boards/<string(length=12):code>/sitemap.xml")
def of_area(code: str) -> Response:
    with reading() as session:
        areas.area(session, code)
        hanging = sitemaps.hanging(session, code)
    pages = ((public_address(part, code=code), None) for part in parts())
    entries = ((public_address("pages.notice", notice_id=each), at) for each, at in hanging)
    return public(_written("urlset", "url", [*pages, *entries]), content_type=_XML)


def _written(root: str, name: str, entries: Iterable[tuple[str, datetime | None]]) -> bytes:
    whole = Element(root, {"xmlns": _NAMESPACE})
    for address, changed in entries:
        entry = SubElement(whole, name)
        SubElement(entry, "loc").text = address
        if changed:
            SubElement(entry, "lastmod").text = changed.astimezone(clock.CIVIL_ZONE).isoformat(timespec="seconds")
    return bytes(tostring(whole, encoding="utf-8", xml_declaration=True))
