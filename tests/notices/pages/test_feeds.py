"""Boards for programs, held against the formats' specifications."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.conftest import published
from tests.office import Office

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(office: Office, form: str, **query: str) -> Any:
    answer = office.client.get(f"/boards/{COMMUNITY}/feed.{form}", query_string=query)
    assert answer.status_code == 200
    assert answer.mimetype == {"atom": "application/atom+xml", "rss": "application/rss+xml"}.get(
        form, "application/feed+json"
    )
    text = answer.get_data(as_text=True)
    return json.loads(text) if form == "json" else Xml.fromstring(text)  # noqa: S314 - our own answer


def test_atom_has_what_rfc_4287_requires(office: Office, publisher: Publisher) -> None:
    made = published(office, title="一季度收支 <1>")
    root = feed(office, "atom")
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(f"{ATOM}{name}")) == 1, name
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"self", "alternate"}
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{made['id']}"
    assert entry.findtext(f"{ATOM}title") == "一季度收支 <1>"
    assert "<strong>1200</strong>" in entry.findtext(f"{ATOM}content")
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")).utcoffset() is not None


def test_rss_has_what_its_specification_requires(office: Office, publisher: Publisher) -> None:
    made = published(office, title="一季度收支 & <1>")
    root = feed(office, "rss")
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert len(channel.findall(name)) == 1, name
    assert channel.find(f"{ATOM}link").get("href").endswith("/feed.rss")
    (item,) = channel.findall("item")
    guid = item.find("guid")
    assert (guid.text, guid.get("isPermaLink")) == (f"urn:uuid:{made['id']}", "false")
    assert item.findtext("title") == "一季度收支 & <1>"
    assert item.findtext("link").startswith("http")
    assert parsedate_to_datetime(item.findtext("pubDate")).utcoffset() is not None
    assert "<strong>1200</strong>" in item.findtext("description")


def test_json_feed_has_what_version_1_1_requires(office: Office, publisher: Publisher) -> None:
    made = published(office)
    whole = feed(office, "json")
    assert whole["version"] == "https://jsonfeed.org/version/1.1"
    assert whole["feed_url"].endswith("/feed.json")
    (item,) = whole["items"]
    assert item["id"] == f"urn:uuid:{made['id']}"
    assert {"title", "content_html", "date_published", "url"} <= set(item)
    assert datetime.fromisoformat(item["date_published"]).utcoffset() is not None


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_a_feed_of_one_kind_has_nothing_else_and_another_identity(
    office: Office, publisher: Publisher, form: str
) -> None:
    published(office, kind="news", title="新闻一则")
    published(office, title="收支公开")
    published(office, area=OTHER_COMMUNITY, kind="news", title="别处的新闻")
    answer = office.client.get(f"/boards/{COMMUNITY}/feed.{form}?kind=news").get_data(as_text=True)
    assert "新闻一则" in answer
    assert "收支公开" not in answer
    assert "别处的新闻" not in answer
    assert "kind=news" in answer


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_an_unchanged_feed_is_answered_in_a_few_bytes(office: Office, publisher: Publisher, form: str) -> None:
    published(office)
    first = office.client.get(f"/boards/{COMMUNITY}/feed.{form}")
    again = office.client.get(f"/boards/{COMMUNITY}/feed.{form}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    published(office, title="又一条")
    later = office.client.get(f"/boards/{COMMUNITY}/feed.{form}", headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_an_empty_feed_is_a_feed(office: Office, publisher: Publisher, form: str) -> None:
    feed(office, form)


def test_a_page_tells_programs_where_its_feeds_are(office: Office, publisher: Publisher) -> None:
    for path in (f"/boards/{COMMUNITY}", f"/boards/{COMMUNITY}/news"):
        head = office.client.get(path).get_data(as_text=True).partition("</head>")[0]
        for media_type in ("application/atom+xml", "application/rss+xml", "application/feed+json"):
            assert f'<link rel="alternate" type="{media_type}"' in head


@pytest.mark.parametrize("path", ["/boards/999999999999/feed.rss", f"/boards/{COMMUNITY}/feed.exe"])
def test_what_is_no_feed_is_not_found(office: Office, publisher: Publisher, path: str) -> None:
    assert office.client.get(path).status_code == 404
    assert office.client.get(f"/boards/{COMMUNITY}/feed.atom?kind=gossip").status_code == 404
