"""Looks a contract up by the event's type, and puts data through it in either direction."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError

from shared.contracts import elections, notices, training

CONTRACTS: dict[str, type[Schema]] = {**elections.EVENTS, **training.EVENTS, **notices.EVENTS}


class UnknownEventType(Exception):
    """No contract has this name: a misspelt type, or an event of a newer release than this one."""


@cache
def contract(event_type: str) -> Schema:
    try:
        return CONTRACTS[event_type]()
    except KeyError:
        raise UnknownEventType(event_type) from None


def dump_event_data(event_type: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """JSON values for the outbox. Raises ValidationError when the publisher breaks its own contract."""
    schema = contract(event_type)
    dumped: dict[str, Any] = schema.dump(data)
    if faults := schema.validate(dumped):
        raise ValidationError(faults)
    return dumped


def load_event_data(event_type: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Python values for a handler. Raises ValidationError when what arrived breaks the contract."""
    loaded: dict[str, Any] = contract(event_type).load(data)
    return loaded
