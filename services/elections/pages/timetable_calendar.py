"""An election's timetable as iCalendar (RFC 5545): each stage is an event of whole days."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar, Event

from services.elections.domain.calendar.progress import StageToday
from services.elections.domain.procedure.steps import State
from services.elections.store.timetables import ElectionTimetable
from shared.messages import article, translate
from shared.web.pages import day

_REFRESH = timedelta(hours=1)
_ONE_DAY = timedelta(days=1)


def calendar_of(known: ElectionTimetable, address: str) -> bytes:
    """UIDs are made of the election's id and the stage's code; SEQUENCE rises with each change of the election, so that
    clients move and cancel what they have. `address` is the page's."""
    calendar = Calendar()
    calendar.add("prodid", "-//Shequ//elections//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", known.election.title)
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    for each in known.stages:
        calendar.add_component(_event(known, each, address))
    return bytes(calendar.to_ical())


def _event(known: ElectionTimetable, each: StageToday, address: str) -> Event:
    event, found, dated = Event(), known.election, each.dated
    event.add("uid", f"{found.id}-{each.code}@elections.shequ")
    event.add("sequence", found.version - 1)
    event.add("dtstamp", known.changed_at)
    event.add("last-modified", known.changed_at)
    event.add("summary", ("✓ " if each.state.over and dated.done else "") + translate(dated.stage.zh))
    event.add("description", _described(known, each))
    event.add("dtstart", dated.span.begins_on)
    event.add("dtend", dated.span.ends_on + _ONE_DAY)  # the day after the last (RFC 5545, 3.6.1)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if found.state == State.CANCELLED else "CONFIRMED")
    event.add("categories", [found.title])
    event.add("url", address)
    return event


def _described(known: ElectionTimetable, each: StageToday) -> str:
    stage = each.dated.stage
    lines = [translate("责任人：{who}", who=translate(stage.responsible.zh)), article(stage.article(known.rules))]
    if each.dated.lawful_until is not None:
        lines.append(translate("法定最迟{day}", day=day(each.dated.lawful_until)))
    lines.append(translate("状态：{state}", state=translate(each.state.zh)))
    return "\n".join(lines)
