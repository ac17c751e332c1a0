"""A community's disclosures as iCalendar (RFC 5545): each stands on the day by which it must be made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event

from services.notices.pages.period_names import matter_name, period_name
from services.notices.store.disclosures import ShownDuty
from shared.messages import article, translate

_REFRESH = timedelta(hours=12)
_ONE_DAY = timedelta(days=1)


def calendar_of(community: str, duties: Iterable[ShownDuty], address: str) -> bytes:
    """`address` is the page's."""
    calendar = Calendar()
    calendar.add("prodid", "-//Shequ//notices//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", translate("{area}居务公开", area=community))
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    for each in duties:
        calendar.add_component(_event(each, address))
    return bytes(calendar.to_ical())


def _event(duty: ShownDuty, address: str) -> Event:
    event = Event()
    event.add("uid", f"{duty.id}@notices.shequ")
    event.add("dtstamp", duty.created_at)
    done = "✓ " if duty.posted_on else ""
    event.add("summary", done + translate("{matter}（{period}）", matter=matter_name(duty), period=period_name(duty)))
    state = translate("状态：{state}", state=translate(duty.state.zh))
    event.add("description", f"{article(duty.article)}\n{state}")
    event.add("dtstart", duty.due_on)
    event.add("dtend", duty.due_on + _ONE_DAY)  # the day after the last (RFC 5545, 3.6.1)
    event.add("transp", "TRANSPARENT")
    event.add("url", address)
    return event
