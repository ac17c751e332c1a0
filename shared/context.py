"""What surrounds a piece of work: its request, event and correlation ids, for log lines, events and the audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Context:
    correlation_id: str = ""
    request_id: str = ""
    event_id: str = ""
    task: str = ""
    language: str = "zh"


_current: ContextVar[Context] = ContextVar("shequ_context", default=Context())  # noqa: B039 - frozen


def current() -> Context:
    return _current.get()


def correlation_id() -> str:
    """The id that ties this work to what set it off; a new one when it is the first of its chain."""
    return current().correlation_id or str(new_id())


@contextmanager
def working(**values: str) -> Iterator[Context]:
    """Sets the given ids for the length of the block."""
    context = replace(current(), **values)
    token = _current.set(context)
    try:
        yield context
    finally:
        _current.reset(token)
