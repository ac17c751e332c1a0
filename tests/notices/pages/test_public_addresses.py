"""A clerk reaches the service by an intranet's name, a forger names any host: what leaves has the public address."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests.conftest import COMMUNITY
from tests.notices.activities import planned
from tests.notices.conftest import published
from tests.office import Office

SITE = "https://shequ.example/notices"
INTRANET = {"Host": "10.0.0.5:8080", "X-Forwarded-Host": "10.0.0.5:8080", "X-Forwarded-Prefix": "/n"}

pytestmark = pytest.mark.usefixtures("publisher")


@pytest.fixture(autouse=True)
def _public(app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], public_urls={"notices": SITE, "elections": SITE})


@pytest.mark.parametrize(
    "path",
    [
        *(
            f"/boards/{COMMUNITY}/{name}"
            for name in ("feed.atom", "feed.rss", "feed.json", "join/sheet", "sitemap.xml")
        ),
        f"/activities/{COMMUNITY}.ics",
        "/sitemap.xml",
        "/robots.txt",
    ],
)
def test_what_is_printed_or_read_by_programs_has_the_public_address(office: Office, path: str) -> None:
    published(office)
    planned(office)
    text = office.client.get(path, headers=INTRANET).text.replace("\r\n ", "")
    assert f"{SITE}/" in text
    assert "10.0.0.5" not in text


def test_a_poster_is_the_same_whichever_host_it_was_asked_of(office: Office) -> None:
    """Its QR code and its foot tell the notice's address."""
    path = f"/notices/{published(office)['id']}/poster.pdf"
    assert office.client.get(path, headers=INTRANET).data == office.client.get(path).data
