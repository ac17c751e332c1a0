from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient

from shared import context
from shared.web.pages import day, moment


def test_a_page_is_chinese_first_and_links_to_english(client: FlaskClient) -> None:
    answer = client.get("/page")
    assert '<html lang="zh-CN">' in answer.text
    assert 'href="?lang=en"' in answer.text
    assert "没有找到您要的内容。" in answer.text


def test_the_switch_changes_the_language_and_is_remembered(client: FlaskClient) -> None:
    answer = client.get("/page?lang=en")
    assert '<html lang="en">' in answer.text
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert '<html lang="en">' in client.get("/page").text
    assert '<html lang="zh-CN">' in client.get("/page?lang=zh").text


@pytest.mark.parametrize(
    "query", ["endpoint=x", "_external=1&_scheme=javascript", "_anchor=x", "values=1", "lang=fr", "a=1&a=2", "q=%22%3E"]
)
def test_nothing_in_the_address_breaks_or_bends_the_switch(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/page?{query}")
    assert answer.status_code == 200
    assert 'href="?' in answer.text
    assert "javascript:" not in answer.text
    assert '">"' not in answer.text


def test_the_page_of_an_address_that_is_not_there_links_nowhere_else(client: FlaskClient) -> None:
    answer = client.get("//evil.example/x", headers={"Accept": "text/html"})
    assert 'href="//' not in answer.text


def test_behind_a_proxy_links_keep_its_prefix(client: FlaskClient) -> None:
    answer = client.get("/page", headers={"X-Forwarded-Prefix": "/elections"})
    assert 'href="/elections/static/frame/shequ.css"' in answer.text
    with client.get("/static/frame/shequ.css") as style:
        assert style.status_code == 200


def test_a_page_has_an_icon_of_its_own(client: FlaskClient) -> None:
    """A browser that finds none asks for /favicon.ico with every page."""
    assert '<link rel="icon" type="image/svg+xml" href="/static/frame/icon.svg">' in client.get("/page").text
    with client.get("/static/frame/icon.svg") as icon:
        assert (icon.status_code, icon.mimetype) == (200, "image/svg+xml")


def test_dates_are_written_as_the_reader_is_used_to() -> None:
    assert day(date(2026, 3, 1)) == "2026年3月1日"
    assert moment(datetime(2026, 3, 1, 16, 5, tzinfo=UTC)) == "2026年3月2日 00:05"
    with context.working(language="en"):
        assert day(date(2026, 3, 1)) == "1 March 2026"
