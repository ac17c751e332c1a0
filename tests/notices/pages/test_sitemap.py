"""What search engines are told: only what is public, and when it changed."""

from __future__ import annotations

from datetime import datetime
from xml.etree import ElementTree as Xml

from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.conftest import draft, published, step
from tests.office import Office

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(office: Office, path: str) -> dict[str, str | None]:
    answer = office.client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    root = Xml.fromstring(answer.get_data(as_text=True))  # noqa: S314 - our own answer
    return {each.findtext(f"{NAMESPACE}loc"): each.findtext(f"{NAMESPACE}lastmod") for each in root}


def test_robots_are_told_where_the_sitemap_is_and_kept_from_the_desk(office: Office, publisher: Publisher) -> None:
    text = office.client.get("/robots.txt").get_data(as_text=True)
    assert "Sitemap: http://127.0.0.1:8003/sitemap.xml\n" in text
    assert "Disallow: /desk/\n" in text


def test_the_index_has_a_sitemap_for_each_area(office: Office, publisher: Publisher) -> None:
    published(office)
    found = entries(office, "/sitemap.xml")
    changed = found[f"http://127.0.0.1:8003/boards/{COMMUNITY}/sitemap.xml"]
    assert datetime.fromisoformat(changed).utcoffset() is not None
    assert found[f"http://127.0.0.1:8003/boards/{OTHER_COMMUNITY}/sitemap.xml"] is None


def test_an_area_s_sitemap_has_what_hangs_there_and_nothing_else(office: Office, publisher: Publisher) -> None:
    shown, hidden = published(office), draft(office)
    gone = published(office, kind="news")
    step(office, gone, "take_down")
    elsewhere = published(office, area=OTHER_COMMUNITY)
    found = entries(office, f"/boards/{COMMUNITY}/sitemap.xml")
    assert found[f"http://127.0.0.1:8003/notices/{shown['id']}"] is not None
    assert f"http://127.0.0.1:8003/boards/{COMMUNITY}" in found
    for each in (hidden, gone, elsewhere):
        assert f"http://127.0.0.1:8003/notices/{each['id']}" not in found
    for address in found:
        assert office.client.get(address).status_code == 200, address


def test_an_unknown_area_has_no_sitemap(office: Office, publisher: Publisher) -> None:
    assert office.client.get("/boards/999999999999/sitemap.xml").status_code == 404
