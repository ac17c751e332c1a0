"""Every queue by name. A test asserts that each has a worker in compose and in the embedded launcher."""

from __future__ import annotations

from enum import StrEnum


class Queues(StrEnum):
    ELECTIONS_EVENTS = "elections.events"
    ELECTIONS_TALLY = "elections.tally"
    ELECTIONS_IMPORTS = "elections.imports"
    TRAINING_EVENTS = "training.events"
    TRAINING_SCHEDULE = "training.schedule"
    NOTICES_EVENTS = "notices.events"
    NOTICES_DELIVER = "notices.deliver"
    NOTICES_IMPORTS = "notices.imports"
    NOTICES_URGENT = "notices.urgent"


RESERVED = {Queues.NOTICES_URGENT: "urgent"}
"""Queues with a worker process of their own, by the word in its name: what is in them must not wait for other work."""


def events_queue(service: str) -> str:
    return Queues(f"{service}.events")


def queues_of(service: str) -> tuple[str, ...]:
    return tuple(queue for queue in Queues if queue.startswith(f"{service}."))
