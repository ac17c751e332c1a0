"""The iCalendar feed as a calendar program reads it, and the public training calendar."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from sqlalchemy import text
from werkzeug.http import http_date

from services.training.store.database import unit_of_work
from shared import clock
from shared.auth.actor import Actor
from tests.conftest import COMMUNITY, DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.office import Office
from tests.training import catalogue
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


def test_the_zone_of_the_times_is_in_the_feed_and_an_empty_one_is_lawful_too(
    office: Office, elections: Publisher
) -> None:
    """RFC 5545 section 3.6: a calendar has one component at least."""
    certify(elections, result([ZHANG]))
    path = feed_of(office)
    for _ in range(2):
        calendar = Calendar.from_ical(office.client.get(path).get_data())
        assert [zone.tz_name for zone in calendar.timezones] == ["Asia/Shanghai"]
        schedule(office)
    assert len(events(office, path)) == 1


def test_a_feed_is_for_calendar_programs_and_no_cache_on_the_way(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG]))
    path = feed_of(office)
    answer = office.client.get(path)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.cache_control.private
    assert len(urlsafe_b64decode(path.removeprefix("/calendars/").removesuffix(".ics") + "=")) == 32


@pytest.mark.parametrize("key", ["x", "a" * 43, "%00", "..", "%E4%B8%AD"])
def test_an_unknown_key_opens_nothing(office: Office, key: str) -> None:
    assert office.client.get(f"/calendars/{key}.ics").status_code in {404, 422}


def test_last_modified_does_not_fall_behind_when_places_are_taken_and_left(
    office: Office, elections: Publisher
) -> None:
    """A client that asks with If-Modified-Since alone would never see a place in a session that is older than that."""
    older = schedule(office, kind="course")
    certify(elections, result([ZHANG]))
    cadre_id = roster(office)["张平海"]["id"]
    path = feed_of(office)
    _age(days=3)
    seen = [office.client.get(path).last_modified]
    office.post(f"/sessions/{older['id']}/enrolments", {"cadre_id": cadre_id})
    seen.append(office.client.get(path).last_modified)
    _age(days=2)
    assert office.client.get(path, headers={"If-Modified-Since": http_date(clock.now())}).status_code == 304
    before = office.client.get(path).last_modified
    office.call("DELETE", f"/sessions/{older['id']}/enrolments/{cadre_id}")
    assert office.client.get(path).last_modified > before
    assert seen[1] > seen[0]


def _age(*, days: int) -> None:
    """As if all that happened so far had happened that much earlier."""
    with unit_of_work(Actor.system("training")) as uow:
        for column in ("cadres SET calendar_changed_at = calendar_changed_at", "sessions SET changed_at = changed_at"):
            uow.session.execute(text(f"UPDATE {column} - make_interval(days => :days)"), {"days": days})


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


def test_the_public_calendar_goes_by_month_and_marks_what_is_cancelled(office: Office, elections: Publisher) -> None:
    made = schedule(office, title="第一课")
    later = clock.now() + timedelta(days=60)
    schedule(office, title="第二课", starts_at=later.isoformat(), ends_at=(later + timedelta(hours=1)).isoformat())
    office.post(f"/sessions/{made['id']}/cancellation", {"reason": "台风"})
    page = office.client.get(f"/calendar/{DISTRICT}").get_data(as_text=True)
    month = clock.civil_date(later)
    assert page.index("第一课") < page.index(f"{month.year}年{month.month}月") < page.index("第二课")
    assert page.count("已取消") == 1


def test_an_area_sees_the_sessions_above_and_below_it_but_not_beside_it(office: Office, elections: Publisher) -> None:
    schedule(office, title="区里的课")
    schedule(office, title="步埠的课", area=COMMUNITY)
    schedule(office, title="塘源的课", area=OTHER_COMMUNITY)
    community = office.client.get(f"/calendar/{COMMUNITY}").get_data(as_text=True)
    district = office.client.get(f"/calendar/{DISTRICT}").get_data(as_text=True)
    assert [title in community for title in ("区里的课", "步埠的课", "塘源的课")] == [True, True, False]
    assert all(title in district for title in ("区里的课", "步埠的课", "塘源的课"))


def test_the_first_page_lists_the_areas_and_is_kind_when_there_are_none(office: Office, elections: Publisher) -> None:
    page = office.client.get("/").get_data(as_text=True)
    assert f'href="/calendar/{COMMUNITY}"' in page
    assert 'href="/certificates"' in page
    assert 'href="/"' in office.client.get(f"/calendar/{COMMUNITY}").get_data(as_text=True)
    with unit_of_work(Actor.system("training")) as uow:
        uow.session.execute(text("DELETE FROM areas"))
    assert "还没有登记地区" in office.client.get("/").get_data(as_text=True)


def test_the_public_calendar_speaks_english_to_who_asks_for_it(office: Office, elections: Publisher) -> None:
    page = office.client.get(f"/calendar/{COMMUNITY}?lang=en").get_data(as_text=True)
    assert "Training calendar" in page
    assert '<html lang="en">' in page


def test_past_sessions_and_unknown_areas_are_not_shown(office: Office, elections: Publisher) -> None:
    assert office.client.get("/calendar/999999999999").status_code == 404
    assert "目前没有安排培训" in office.client.get(f"/calendar/{COMMUNITY}").get_data(as_text=True)


def test_a_room_and_a_teacher_have_calendars_too(office: Office, elections: Publisher) -> None:
    room, teacher = catalogue.room(office), catalogue.teacher(office)
    made = schedule(office, kind="course", room_id=room["id"], teacher_id=teacher["id"])
    schedule(office, kind="course")
    for path in (f"/rooms/{room['id']}", f"/teachers/{teacher['id']}"):
        feed = urlsplit(office.get(path).json["calendar_url"]).path
        (event,) = events(office, feed)
        assert event["uid"] == f"{made['id']}@training.shequ"
        assert office.get(path, area=COMMUNITY).json["calendar_url"] is None
        assert office.post(f"{path}/calendar-key").json["calendar_url"] != feed
        assert office.client.get(feed).status_code == 404
