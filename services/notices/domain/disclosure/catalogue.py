"""The catalogue of what is disclosed, how often and by when: the law's as data, and what a place has of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from services.notices.domain.disclosure.periods import Every, Period, period_of
from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.domain.notice import DISPLAY_DAYS
from shared.clock import civil_date

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hook:
    """How an event names what a disclosure is about: `period` is filled from the event's facts, `day` and `about` name
    two of them, and `when` says which of these events are meant."""

    period: str
    day: str | None = None
    about: str | None = None
    when: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def meant(self, facts: Mapping[str, Any]) -> bool:
        return all(facts.get(name) in wanted for name, wanted in self.when.items())


@dataclass(frozen=True, slots=True)
class Matter:
    """`days` count from the day after the period's last one, or after the occasion. `since` is the first day on which
    the rule holds; one that is `dropped` holds no longer."""

    code: str
    name: str
    name_en: str
    item: DisclosureItem
    every: Every
    days: int
    display_days: int
    since: date
    article: str = "Art 34"
    basis: str | None = None
    dropped: bool = False
    opened_by: Mapping[str, Hook] = field(default_factory=dict)
    settled_by: Mapping[str, Hook] = field(default_factory=dict)

    def due_on(self, period: Period) -> date:
        """The period's last day is not counted (民法典 Art 201)."""
        return period.last + timedelta(days=self.days)

    @property
    def regular(self) -> bool:
        return self.every is not Every.OCCASION and not self.dropped


@dataclass(frozen=True, slots=True)
class Due:
    """A disclosure that somebody owes."""

    matter: Matter
    period: Period
    about: str | None = None

    @property
    def opens_on(self) -> date:
        """A period is over when it can be told of; an occasion is on its own day."""
        return self.period.last + _DAY if self.matter.regular else self.period.last

    @property
    def due_on(self) -> date:
        return self.matter.due_on(self.period)


class Catalogue:
    """An area's rules over time: the law's, then those of each place that the area lies in, the nearest last."""

    def __init__(self, versions: Iterable[Matter]) -> None:
        """`versions` stand so that of those which hold on a day the last one counts."""
        self._versions: dict[str, list[Matter]] = {}
        for each in versions:
            known = self._versions.setdefault(each.code, [])
            known.append(_with_events_of(known[0], each) if known else each)

    def holding(self, code: str, on: date) -> Matter | None:
        held = [each for each in self._versions.get(code, ()) if each.since <= on]
        return held[-1] if held and not held[-1].dropped else None

    def matters(self, on: date) -> list[Matter]:
        """In the order of Art 34's items."""
        found = filter(None, (self.holding(code, on) for code in self._versions))
        return sorted(found, key=lambda matter: matter.item.number)

    def begun(self, *, since: date, today: date) -> list[Due]:
        """Every regular disclosure whose period has begun and whose day is not before `since`."""
        return [due for code in self._versions for due in self._begun(code, since, today)]

    def _begun(self, code: str, since: date, today: date) -> Iterable[Due]:
        """A rule holds for the periods that begin while it does: one made in the middle begins with the next."""
        day = today
        while (now := self.holding(code, day)) is not None and now.regular:
            period = period_of(now.every, day)
            matter = self.holding(code, period.first)
            if matter is None or matter.every is not now.every or matter.due_on(period) < since:
                return
            yield Due(matter, period)
            day = period.first - _DAY

    def opened_by(self, event_type: str, facts: Mapping[str, Any], *, today: date) -> Due | None:
        """The occasion that an event brings."""
        return self._named_by("opened_by", event_type, facts, today)

    def settled_by(self, event_type: str, facts: Mapping[str, Any], *, today: date) -> Due | None:
        """The disclosure that an event's notice is."""
        return self._named_by("settled_by", event_type, facts, today)

    def _named_by(self, way: str, event_type: str, facts: Mapping[str, Any], today: date) -> Due | None:
        for matter in self.matters(today):
            hook: Hook | None = getattr(matter, way).get(event_type)
            if hook and hook.meant(facts):
                return Due(matter, _period(matter, hook, facts, today), str(facts[hook.about]) if hook.about else None)
        return None


def parse_catalogue(source: Mapping[str, Any]) -> list[Matter]:
    """Raises KeyError, TypeError or ValueError for a file that is not as it should be."""
    shared = {"since": source["since"], "display_days": source["display_days"]}
    return [_matter(code, {**shared, **each}) for code, each in source["matters"].items()]


def _matter(code: str, values: Mapping[str, Any]) -> Matter:
    if values["display_days"] < DISPLAY_DAYS:
        raise ValueError(code)
    hooks = {way: {kind: Hook(**each) for kind, each in values.get(way, {}).items()} for way in _WAYS}
    return Matter(code, **{**values, "item": DisclosureItem(values["item"]), "every": Every(values["every"]), **hooks})


_WAYS = ("opened_by", "settled_by")


def _with_events_of(national: Matter, local: Matter) -> Matter:
    """A place says how often and by when; by which events a matter comes stays as it is."""
    return replace(local, opened_by=national.opened_by, settled_by=national.settled_by)


def _period(matter: Matter, hook: Hook, facts: Mapping[str, Any], today: date) -> Period:
    code = hook.period.format_map(facts)
    if hook.day is None:
        year = date(int(code), 1, 1)
        return period_of(matter.every, year)
    on = facts[hook.day] or today
    day = civil_date(on) if isinstance(on, datetime) else on
    return Period(code, day, day)
