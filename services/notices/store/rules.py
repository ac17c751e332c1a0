"""The installation's rules as data, read once: `rules/*.yaml`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from services.notices.domain.activities.threshold import ActivityRules, ExtensionRules
from services.notices.domain.participation import Affair
from services.notices.domain.points import PointRules, Worth
from services.notices.domain.suggestions.rules import Route, SuggestionRules, To
from services.notices.domain.suggestions.words import SuggestionKind, Topic
from services.notices.domain.working_days import WorkingDays
from shared.settings import SettingsError

_FOLDER = Path(__file__).resolve().parent.parent / "rules"


@cache
def working_days() -> WorkingDays:
    listed = read("working_days")
    free = {day for year in listed.values() for first, last in year["free"] for day in _span(first, last)}
    worked = {day for year in listed.values() for day in year["worked"]}
    for year, days in listed.items():
        _must_be_of(year, [*chain(*days["free"]), *days["worked"]])
    return WorkingDays(frozenset(free), frozenset(worked), frozenset(listed))


@cache
def suggestion_rules() -> SuggestionRules:
    parts = read("suggestions")
    days = {SuggestionKind(kind): int(count) for kind, count in parts.pop("working_days").items()}
    routes = [_route(**route) for route in parts.pop("routes")]
    return SuggestionRules(working_days=days, routes=routes, **parts)


@cache
def activity_rules() -> ActivityRules:
    parts = read("activities")
    return ActivityRules(extension=ExtensionRules(**parts.pop("extension")), **parts)


@cache
def point_rules() -> PointRules:
    parts = read("points")
    points = {Affair(affair): Worth(**worth) for affair, worth in parts["points"].items()}
    return PointRules(points=points, thanks_from=parts["thanks_from"])


def read(name: str) -> dict[Any, Any]:
    """The data of one rule file as it stands there."""
    data: dict[Any, Any] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return data


def _route(to: str, kind: str | None = None, topic: str | None = None) -> Route:
    return Route(To(to), SuggestionKind(kind) if kind else None, Topic(topic) if topic else None)


def _must_be_of(year: int, days: Iterable[date]) -> None:
    """New Year's days off may begin in December. A year that was copied and not altered would be silently wrong."""
    if wrong := [day.isoformat() for day in days if day.year != year and (day.year, day.month) != (year - 1, 12)]:
        raise SettingsError(f"rules/working_days.yaml: under {year} stand days of another year: {', '.join(wrong)}")


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
