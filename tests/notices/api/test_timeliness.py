"""How soon what happened is told (R71)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared import clock
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.conftest import draft, published, sample
from tests.office import Office


def figures(office: Office, **query: str) -> dict:
    answer = office.get("/timeliness", query_string={"area": COMMUNITY, **query})
    assert answer.status_code == 200, answer.json
    return {each["kind"]: each for each in answer.json["kinds"]}


def test_hours_count_from_what_happened_to_publication(office: Office, publisher: Publisher) -> None:
    for hours in (2, 4, 30):
        published(office, kind="news", happened_at=(clock.now() - timedelta(hours=hours)).isoformat())
    published(office, kind="news")
    published(office, kind="news", area=OTHER_COMMUNITY, happened_at=clock.now().isoformat())
    draft(office, kind="news", happened_at=clock.now().isoformat())
    news = figures(office)["news"]
    assert (news["notices"], news["known"], round(news["median_hours"])) == (4, 3, 4)
    assert 24 < news["p90_hours"] < 30


def test_what_follows_from_an_event_is_told_at_once(office: Office, publisher: Publisher) -> None:
    data, subject = sample("elections.result_certified.v1")
    publisher.tell("elections.result_certified.v1", data, subject=subject)
    assert figures(office)["election"]["median_hours"] < 0.1


def test_other_periods_count_nothing(office: Office, publisher: Publisher) -> None:
    published(office, kind="news")
    assert figures(office, first="2025-01-01", last="2025-12-31") == {}


def test_what_has_not_happened_yet_is_refused(office: Office, publisher: Publisher) -> None:
    ahead = (clock.now() + timedelta(hours=1)).isoformat()
    answer = office.post(
        "/notices", {"area": COMMUNITY, "kind": "news", "title": "题", "body": "文", "happened_at": ahead}
    )
    assert [fault["code"] for fault in answer.json["fields"]] == ["in_the_future"]


def test_another_district_s_figures_are_not_found(office: Office, publisher: Publisher) -> None:
    assert office.get("/timeliness", query_string={"area": COMMUNITY}, area=FOREIGN_DISTRICT).status_code == 404


@pytest.mark.parametrize("query", [{}, {"area": "x"}, {"area": COMMUNITY, "first": "2026-02-01", "last": "2026-01-01"}])
def test_what_is_asked_wrongly_is_named(office: Office, publisher: Publisher, query: dict[str, str]) -> None:
    assert office.get("/timeliness", query_string=query).status_code == 422
