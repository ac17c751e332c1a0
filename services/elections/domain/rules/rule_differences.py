"""What two rule sets say differently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """A value by its path, such as `turnout.representatives`; None where a set has none."""

    path: str
    first: Any
    second: Any


def differences(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[RuleDifference]:
    """In the order of the first set's values, then what only the second has. Both as `rule_set_source` gives them."""
    one, other = dict(_flat(first)), dict(_flat(second))
    paths = dict.fromkeys([*one, *other])
    return [RuleDifference(path, one.get(path), other.get(path)) for path in paths if one.get(path) != other.get(path)]


def _flat(part: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in part.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value
