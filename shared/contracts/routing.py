"""Who hears what: the whole reactive behaviour of Shequ on one screen."""

from __future__ import annotations

SERVICES = ("elections", "training", "notices")

ROUTES: dict[str, tuple[str, ...]] = {
    "elections.area_registered.v1": ("training", "notices"),
    "elections.election_announced.v1": ("notices",),
    "elections.roll_published.v1": ("notices",),
    "elections.candidates_published.v1": ("notices",),
    "elections.result_certified.v1": ("training", "notices"),
    "training.session_scheduled.v1": (),
    "training.cadres_enrolled.v1": ("notices",),
    "notices.notice_published.v1": ("elections",),
}


def source_of(event_type: str) -> str:
    return event_type.split(".", 1)[0]


def subscribers_of(source: str) -> tuple[str, ...]:
    """The services that hear any event of `source`, in the order of SERVICES."""
    heard = {name for event_type, names in ROUTES.items() if source_of(event_type) == source for name in names}
    return tuple(name for name in SERVICES if name in heard)


def sources_of(subscriber: str) -> tuple[str, ...]:
    return tuple(source for source in SERVICES if subscriber in subscribers_of(source))


def types_heard(subscriber: str, source: str) -> frozenset[str]:
    return frozenset(kind for kind, names in ROUTES.items() if subscriber in names and source_of(kind) == source)
