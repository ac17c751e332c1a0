"""What was published: page by page, by kind and month, and as it hung on a day."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from services.notices.store.database import database
from services.notices.store.tables import Edition, Notice
from tests.conftest import COMMUNITY, DISTRICT
from tests.events import Publisher
from tests.notices.api.test_editions import amend, settle
from tests.notices.conftest import draft, published, step
from tests.office import Office


def page(office: Office, path: str = "notices", **query: str) -> str:
    answer = office.client.get(f"/boards/{COMMUNITY}/{path}", query_string=query)
    assert answer.status_code == 200
    return answer.get_data(as_text=True).partition("<main")[2]


def past(notice: dict[str, Any], **moments: datetime) -> None:
    with database.engine.begin() as connection:
        connection.execute(update(Notice).where(Notice.id == notice["id"]).values(**moments))


def test_news_are_only_news_newest_first(office: Office, publisher: Publisher) -> None:
    published(office, kind="news", title="先")
    published(office, kind="news", title="后")
    published(office, title="收支公开")
    shown = page(office, "news")
    assert 0 < shown.index(">后<") < shown.index(">先<")
    assert "收支公开" not in shown


def test_the_archive_is_narrowed_by_kind_and_month_of_the_civil_calendar(office: Office, publisher: Publisher) -> None:
    past(published(office, kind="news", title="十月末"), published_at=datetime(2026, 10, 31, 15, 59, tzinfo=UTC))
    past(published(office, kind="news", title="十一月初"), published_at=datetime(2026, 10, 31, 16, 0, tzinfo=UTC))
    past(published(office, title="收支"), published_at=datetime(2026, 10, 10, tzinfo=UTC))
    october = page(office, month="2026-10")
    assert ("十月末" in october, "收支" in october, "十一月初" in october) == (True, True, False)
    assert "十月末" not in page(office, month="2026-11")
    assert "收支" not in page(office, month="2026-10", kind="news")
    assert 'value="2026-10"' in page(office)


def test_many_notices_come_page_by_page(office: Office, publisher: Publisher) -> None:
    for number in range(31):
        published(office, kind="news", title=f"第{number}条")
    first, second = page(office), page(office, page="2")
    assert (first.count("<article"), second.count("<article")) == (30, 1)
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert "没有这样的公告" in page(office, page="3")


@pytest.mark.parametrize("query", [{"month": "2026-13"}, {"month": "x"}, {"page": "-3"}, {"page": "9" * 30}])
def test_made_up_addresses_do_no_harm(office: Office, publisher: Publisher, query: dict[str, str]) -> None:
    page(office, **query)


def test_a_kind_that_there_is_not_is_not_found(office: Office, publisher: Publisher) -> None:
    assert office.client.get(f"/boards/{COMMUNITY}/notices?kind=gossip").status_code == 404


def test_a_day_s_board_shows_what_hung_then_though_it_was_taken_down_since(
    office: Office, publisher: Publisher
) -> None:
    gone = published(office, kind="news", title="已撤下的")
    step(office, gone, "take_down")
    past(gone, published_at=datetime(2026, 11, 1, tzinfo=UTC), taken_down_at=datetime(2026, 11, 5, 4, tzinfo=UTC))
    past(published(office, area=DISTRICT, title="区里的"), published_at=datetime(2026, 11, 4, tzinfo=UTC))
    draft(office, title="草稿")
    assert ["已撤下的" in page(office, "day", on=f"2026-11-0{day}") for day in (1, 5, 6)] == [True, True, False]
    shown = page(office, "day", on="2026-11-04")
    assert "区里的" in shown
    assert "草稿" not in shown


def test_a_day_s_board_has_the_words_of_that_day(office: Office, publisher: Publisher) -> None:
    made = published(office, kind="news", title="原来的标题", body="原文")
    assert settle(office, amend(office, made, title="更正后的标题", body="新文").json).status_code == 200
    first, second = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 5, tzinfo=UTC)
    past(made, published_at=first)
    with database.engine.begin() as connection:
        for number, moment in ((1, first), (2, second)):
            of_notice = (Edition.notice_id == made["id"], Edition.number == number)
            connection.execute(update(Edition).where(*of_notice).values(published_at=moment))
    before, after = page(office, "day", on="2026-11-04"), page(office, "day", on="2026-11-05")
    assert ("原来的标题" in before, "更正后的标题" in before) == (True, False)
    assert ("原来的标题" in after, "更正后的标题" in after) == (False, True)


@pytest.mark.parametrize("on", ["", "x", "9999-01-01", "0001-01-01", "2026-02-30"])
def test_a_day_that_is_none_is_today(office: Office, publisher: Publisher, on: str) -> None:
    published(office, title="今天的")
    assert "今天的" in page(office, "day", on=on)
