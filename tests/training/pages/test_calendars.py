"""The iCalendar feed as a calendar program reads it, and the public training calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar

from tests.conftest import COMMUNITY
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import ZHANG, certify, result, roster, schedule


def feed_of(office: Office, name: str = "张平海") -> str:
    return urlsplit(roster(office)[name]["calendar_url"]).path


def events(office: Office, path: str) -> list:
    answer = office.client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return Calendar.from_ical(answer.get_data()).events


def test_a_calendar_program_reads_the_right_instants(office: Office, elections: Publisher) -> None:
    made = schedule(office)
    certify(elections, result([ZHANG]))
    (event,) = events(office, feed_of(office))
    assert event.start == datetime.fromisoformat(made["starts_at"]).replace(microsecond=0)
    assert event.end - event.start == timedelta(hours=6)
    assert event["summary"] == "任前培训"
    assert event.start.utcoffset() == timedelta(hours=8)


def test_a_moved_session_keeps_its_uid_and_rises_in_sequence(office: Office, elections: Publisher) -> None:
    made = schedule(office)
    certify(elections, result([ZHANG]))
    path = feed_of(office)
    (before,) = events(office, path)
    assert office.patch(f"/sessions/{made['id']}", {"venue": "新址"}, version=1).status_code == 200
    (after,) = events(office, path)
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["location"] == "新址"


def test_a_cancelled_session_stays_and_says_so(office: Office, elections: Publisher) -> None:
    made = schedule(office)
    certify(elections, result([ZHANG]))
    office.post(f"/sessions/{made['id']}/cancellation", {"reason": "台风"})
    (event,) = events(office, feed_of(office))
    assert (event["status"], event["comment"]) == ("CANCELLED", "台风")


def test_an_unchanged_feed_is_answered_in_a_few_bytes(office: Office, elections: Publisher) -> None:
    schedule(office)
    certify(elections, result([ZHANG]))
    path = feed_of(office)
    etag = office.client.get(path).headers["ETag"]
    assert office.client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_a_new_key_closes_the_old_address(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG]))
    cadre = roster(office)["张平海"]
    old = urlsplit(cadre["calendar_url"]).path
    new = urlsplit(office.post(f"/cadres/{cadre['id']}/calendar-key").json["calendar_url"]).path
    assert office.client.get(old).status_code == 404
    assert office.client.get(new).status_code == 200


def test_the_public_calendar_shows_sessions_and_places_but_no_names(office: Office, elections: Publisher) -> None:
    schedule(office, capacity=5)
    certify(elections, result([ZHANG]))
    page = office.client.get(f"/calendar/{COMMUNITY}").get_data(as_text=True)
    assert "区委党校" in page
    assert "4个（共5个）" in page
    assert "张平海" not in page


def test_the_public_calendar_speaks_english_to_who_asks_for_it(office: Office, elections: Publisher) -> None:
    page = office.client.get(f"/calendar/{COMMUNITY}?lang=en").get_data(as_text=True)
    assert "Training calendar" in page
    assert '<html lang="en">' in page


def test_past_sessions_and_unknown_areas_are_not_shown(office: Office, elections: Publisher) -> None:
    assert office.client.get("/calendar/999999999999").status_code == 404
    assert "目前没有安排培训" in office.client.get(f"/calendar/{COMMUNITY}").get_data(as_text=True)
