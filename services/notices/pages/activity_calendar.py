"""A community's activities as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from uuid import UUID

from icalendar import Calendar, Event, Timezone

from services.notices.domain.activities.activity import ActivityState
from services.notices.store.tables import Activity
from shared.clock import CIVIL_ZONE

_REFRESH = timedelta(hours=1)


def calendar_of(name: str, found: Iterable[Activity], addresses: Mapping[UUID, str]) -> bytes:
    """UIDs are the activities' ids; SEQUENCE rises with each change, so that clients move and cancel what they have."""
    calendar = Calendar()
    calendar.add("prodid", "-//Shequ//activities//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{name}活动")
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    calendar.add_component(civil_zone())  # an empty calendar has it too: RFC 5545 asks for one component at least
    for each in found:
        calendar.add_component(activity_event(each, addresses[each.id]))
    return bytes(calendar.to_ical())


@cache
def civil_zone() -> Timezone:
    return Timezone.from_tzid(CIVIL_ZONE.key)


def activity_event(found: Activity, address: str) -> Event:
    event = Event()
    event.add("uid", f"{found.id}@activities.shequ")
    event.add("sequence", found.version - 1)
    event.add("dtstamp", found.changed_at)
    event.add("last-modified", found.changed_at)
    event.add("summary", found.title)
    event.add("location", found.venue)
    event.add("url", address)
    event.add("dtstart", found.starts_at.astimezone(CIVIL_ZONE))
    event.add("dtend", found.ends_at.astimezone(CIVIL_ZONE))
    event.add("status", "CANCELLED" if found.state == ActivityState.CANCELLED else "CONFIRMED")
    if found.cancel_reason:
        event.add("comment", found.cancel_reason)
    return event
