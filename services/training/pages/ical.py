"""Sessions of a cadre, a room or a teacher as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from icalendar import Calendar, Event, Timezone

from services.training.domain.learning.sessions import SessionState
from services.training.store.tables import TrainingSession
from shared.clock import CIVIL_ZONE

_REFRESH = timedelta(hours=1)


def calendar_of(name: str, sessions: Iterable[TrainingSession]) -> bytes:
    """`name` is whose sessions they are. UIDs are the sessions' ids; SEQUENCE rises with each change, so that clients
    move and cancel what they have."""
    calendar = Calendar()
    calendar.add("prodid", "-//Shequ//training//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{name}的培训")
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    calendar.add_component(_civil_zone())  # an empty calendar has it too: RFC 5545 asks for one component at least
    for session in sessions:
        calendar.add_component(_event(session))
    return bytes(calendar.to_ical())


@cache
def _civil_zone() -> Timezone:
    return Timezone.from_tzid(CIVIL_ZONE.key)


def _event(session: TrainingSession) -> Event:
    event = Event()
    event.add("uid", f"{session.id}@training.shequ")
    event.add("sequence", session.version - 1)
    event.add("dtstamp", session.changed_at)
    event.add("last-modified", session.changed_at)
    event.add("summary", session.title)
    event.add("location", session.venue)
    event.add("dtstart", session.starts_at.astimezone(CIVIL_ZONE))
    event.add("dtend", session.ends_at.astimezone(CIVIL_ZONE))
    event.add("status", "CANCELLED" if session.state == SessionState.CANCELLED else "CONFIRMED")
    if session.cancel_reason:
        event.add("comment", session.cancel_reason)
    return event
