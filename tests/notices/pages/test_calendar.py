"""A community's calendar: polls and meetings from the other services' events, activities from ours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from icalendar import Calendar

from shared import clock
from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.conftest import sample
from tests.office import Office

AHEAD = timedelta(days=20)


def tell(publisher: Publisher, event_type: str, **changes: Any) -> Any:
    data, subject = sample(event_type)
    return publisher.tell(event_type, {**data, **changes}, subject=subject)


def page(office: Office, code: str = COMMUNITY) -> str:
    return office.client.get(f"/boards/{code}/calendar").get_data(as_text=True).partition("<main")[2]


def events(office: Office) -> list[Any]:
    answer = office.client.get(f"/boards/{COMMUNITY}/calendar.ics")
    assert answer.mimetype == "text/calendar"
    return Calendar.from_ical(answer.get_data(as_text=True)).walk("VEVENT")


def test_a_polling_day_is_in_the_calendar(office: Office, publisher: Publisher) -> None:
    day = clock.today() + AHEAD
    tell(publisher, "elections.election_announced.v1", polling_day=day)
    assert "步埠社区第九届居民委员会选举" in page(office)
    assert "投票日" in page(office)
    (event,) = events(office)
    assert (event.decoded("dtstart"), str(event["status"]), event.decoded("sequence")) == (day, "CONFIRMED", 0)
    assert "步埠社区第九届" not in page(office, OTHER_COMMUNITY)


def test_the_same_event_twice_is_one_day(office: Office, publisher: Publisher) -> None:
    batch = tell(publisher, "elections.election_announced.v1", polling_day=clock.today() + AHEAD)
    publisher.deliver(batch)
    assert len(events(office)) == 1


def test_a_day_that_moves_or_is_called_off_moves_with_it(office: Office, publisher: Publisher) -> None:
    tell(publisher, "elections.election_announced.v1", polling_day=clock.today() + AHEAD)
    moved = clock.today() + 2 * AHEAD
    tell(publisher, "elections.timetable_changed.v1", polling_day=moved)
    (event,) = events(office)
    assert (event.decoded("dtstart"), event.decoded("sequence")) == (moved, 1)
    tell(publisher, "elections.election_cancelled.v1", polling_day=moved)
    (event,) = events(office)
    assert (str(event["status"]), event.decoded("sequence")) == ("CANCELLED", 2)
    assert "已取消" in page(office)


def test_an_older_word_that_comes_late_changes_nothing(office: Office, publisher: Publisher, monkeypatch: Any) -> None:
    moved = clock.today() + 2 * AHEAD
    tell(publisher, "elections.timetable_changed.v1", polling_day=moved)
    before = clock.now() - timedelta(hours=1)
    monkeypatch.setattr("shared.clock.now", lambda: before)
    tell(publisher, "elections.election_announced.v1", polling_day=clock.today() + AHEAD)
    monkeypatch.undo()
    (event,) = events(office)
    assert event.decoded("dtstart") == moved


def test_a_meeting_has_its_hour_and_place(office: Office, publisher: Publisher) -> None:
    held = clock.now() + AHEAD
    tell(publisher, "elections.meeting_called.v1", held_at=held)
    assert "社区活动中心" in page(office)
    (event,) = events(office)
    assert event.decoded("dtstart") == held.replace(microsecond=0)
    assert str(event["location"]) == "社区活动中心"


def test_an_empty_calendar_says_so_and_is_one(office: Office, publisher: Publisher) -> None:
    assert "近期没有安排" in page(office)
    assert events(office) == []
    assert office.client.get("/boards/999999999999/calendar").status_code == 404
    assert office.client.get("/boards/999999999999/calendar.ics").status_code == 404
