"""The ways in which Shequ refuses: plain exceptions with a stable code and the facts.

Pure, so that `domain/` may raise them; `shared.web.problems` is the one table that maps them to HTTP. A message is
zh-CN source text with `{placeholders}` filled from the facts; `shared.messages` puts it into the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault in what was sent. `field` is a path (`contests.0.seats`) or, in a file, `row 12, 出生日期`."""

    field: str
    code: str
    message: str
    facts: Facts = dataclass_field(default_factory=dict)
    line: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """One unmet duty that keeps a step from being taken, with the article that demands it. `field` names what was sent
    that clashes with it, where there is such a thing."""

    code: str
    message: str
    article: str | None = None
    facts: Facts = dataclass_field(default_factory=dict)
    field: str | None = None


class Refusal(Exception):
    """Something that was asked for cannot be done; nothing was changed."""

    def __init__(self, code: str, message: str, **facts: Any) -> None:
        super().__init__(fill(message, facts))
        self.code = code
        self.message = message
        self.facts: Facts = facts


class NotFound(Refusal):
    """There is no such thing, or it lies in an area that the actor does not reach: the same answer, on purpose."""


class Forbidden(Refusal):
    """The actor may see the thing but not do this with it."""


class TooMany(Refusal):
    """More requests came than are let through; `seconds` says after how many the same may be asked again."""

    def __init__(self, code: str, message: str, *, seconds: int, **facts: Any) -> None:
        super().__init__(code, message, **facts)
        self.seconds = seconds


class Unavailable(Refusal):
    """Something that is needed does not answer now; the same may be asked again soon."""


class Conflict(Refusal):
    """The thing is not in a state that allows this. `missing` says what has to be done first."""

    def __init__(self, code: str, message: str, *, missing: Sequence[Missing] = (), **facts: Any) -> None:
        super().__init__(code, message, **facts)
        self.missing = tuple(missing)


class Invalid(Refusal):
    """What was sent breaks a rule; `fields` names each place. `total` counts faults past those that are listed."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        fields: Sequence[FieldError] = (),
        total: int | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(code, message, **facts)
        self.fields = tuple(fields)
        self.total = len(self.fields) if total is None else total


class Malformed(Refusal):
    """The request itself cannot be read (a bad cursor, a missing file)."""


class TooLarge(Refusal):
    """The body or file is larger than the service takes."""


class UnsupportedFile(Refusal):
    """The file is of a kind that the service cannot read."""


class Unauthenticated(Refusal):
    """There is no valid token."""


class PreconditionRequired(Refusal):
    """An update came without If-Match."""


class PreconditionFailed(Refusal):
    """Someone else changed the thing since it was read."""


class _Tolerant(dict[str, Any]):
    """Leaves an unknown placeholder as it stands: an error message must never fail while an error is told."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def fill(message: str, facts: Facts) -> str:
    """The message with its placeholders filled; as it is when they cannot be."""
    try:
        return message.format_map(_Tolerant(facts))
    except (ValueError, LookupError, AttributeError, TypeError):
        return message
