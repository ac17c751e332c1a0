"""The states of a job and what each means to whoever waits for it."""

from __future__ import annotations

from enum import StrEnum


class JobState(StrEnum):
    WAITING = "waiting"  # written, not yet with the broker
    SENT = "sent"  # with the broker
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"  # the work was looked at and cannot be done as asked; the outcome says why
    FAILED = "failed"  # tried to the limit of attempts; an operator has to look


FINAL = frozenset({JobState.DONE, JobState.REFUSED, JobState.FAILED})
