"""A community's calendar: polls, meetings and activities, as a page and as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, current_app, render_template, url_for
from icalendar import Calendar, Event

from services.notices.domain.activities.activity import ActivityState
from services.notices.domain.occasions import OccasionKind
from services.notices.pages.activity_calendar import activity_event, civil_zone
from services.notices.pages.answers import made_of, public
from services.notices.pages.site import site
from services.notices.store import activities, occasions
from services.notices.store.database import reading
from services.notices.store.tables import Activity, Occasion
from shared import clock, context
from shared.web.addresses import public_address

calendar_pages = Blueprint("calendar_pages", __name__)

_BACK = timedelta(days=90)  # that the feed reaches back
_REFRESH = timedelta(hours=1)


@calendar_pages.get("/boards/<string(length=12):code>/calendar")
def index(code: str) -> Response:
    today = clock.today()
    start = datetime.combine(today, time.min, clock.CIVIL_ZONE)
    with reading() as session:
        around = site(session, code)
        days = occasions.since(session, code, today)
        held = activities.for_calendar(session, code, start)
    lines = sorted([*map(_occasion, days), *map(_activity, held)], key=lambda line: (line["day"], line["hour"]))
    months = [(month, list(group)) for month, group in groupby(lines, key=lambda line: line["day"].replace(day=1))]
    return public(render_template("calendar.html", **around, months=months))


@calendar_pages.get("/boards/<string(length=12):code>/calendar.ics")
def feed(code: str) -> Response:
    now = clock.now()
    with reading() as session:
        area = site(session, code)["area"]
        days = occasions.since(session, code, clock.civil_date(now - _BACK))
        held = activities.for_calendar(session, code, now - _BACK)
    state = [(each.subject, each.told_at) for each in days], [(each.id, each.version) for each in held], area.name
    return made_of(state, lambda: _written(area.name, days, held), content_type="text/calendar; charset=utf-8")


def _written(name: str, days: Sequence[Occasion], held: Sequence[Activity]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Shequ//community//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{name}日历")
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    calendar.add_component(civil_zone())
    for day in days:
        calendar.add_component(_event(day))
    for each in held:
        address = public_address("activities_pages.show", activity_id=each.id)
        calendar.add_component(activity_event(each, address))
    return bytes(calendar.to_ical())


def _event(day: Occasion) -> Event:
    """SEQUENCE rises with each change, so that clients move and cancel what they have."""
    event = Event()
    event.add("uid", f"{day.subject.replace('/', '-')}@notices.shequ")
    event.add("sequence", day.changes)
    event.add("dtstamp", day.told_at)
    event.add("summary", f"{day.title}：{OccasionKind(day.kind).zh}")
    event.add("dtstart", day.starts_at.astimezone(clock.CIVIL_ZONE) if day.starts_at else day.day)
    event.add("status", "CANCELLED" if day.cancelled else "CONFIRMED")
    if day.place:
        event.add("location", day.place)
    if address := _address(day):
        event.add("url", address)
    return event


def _occasion(day: Occasion) -> dict[str, Any]:
    return {
        "day": day.day,
        "hour": _hour(day.starts_at),
        "kind": OccasionKind(day.kind).zh,
        "title": day.title,
        "language": "zh-CN",
        "place": day.place,
        "cancelled": day.cancelled,
        "address": _address(day),
    }


def _activity(held: Activity) -> dict[str, Any]:
    english = context.current().language == "en" and held.title_en
    return {
        "day": clock.civil_date(held.starts_at),
        "hour": _hour(held.starts_at),
        "kind": "活动",
        "title": held.title_en if english else held.title,
        "language": None if english else "zh-CN",
        "place": held.venue,
        "cancelled": held.state == ActivityState.CANCELLED,
        "address": url_for("activities_pages.show", activity_id=held.id),
    }


def _hour(moment: datetime | None) -> str:
    """Empty, and so first on its day, for what has none."""
    return f"{moment.astimezone(clock.CIVIL_ZONE):%H:%M}" if moment else ""


def _address(day: Occasion) -> str | None:
    """Polls have a page in the elections service."""
    if not day.subject.startswith("elections/"):
        return None
    return f"{current_app.config['SETTINGS'].public_url('elections')}/{day.subject}"
