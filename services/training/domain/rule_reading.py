"""Rules from plain data: nothing is guessed, and every fault is told at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shared.errors import FieldError


def read_mapping(
    source: object, readers: Mapping[str, Callable[[Any], Any]], path: str, faults: list[FieldError]
) -> dict[str, Any]:
    """Each name's value by its reader; what is missing, unknown or unreadable is added to the faults."""
    if not isinstance(source, Mapping):
        faults.append(FieldError(path.rstrip("."), "rule_missing", "缺少这一组规则。"))
        return {}
    unknown = [name for name in source if name not in readers]
    faults += [FieldError(f"{path}{name}", "rule_unknown", "没有这项规则。") for name in unknown]
    return {name: _read(read, source.get(name), f"{path}{name}", faults) for name, read in readers.items()}


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value


def whole(value: Any, *, most: int = 1_000) -> int:
    """A bool is an int in Python, and not meant here."""
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError
    return int(value)


def _read(read: Callable[[Any], Any], value: object, path: str, faults: list[FieldError]) -> Any:
    try:
        return read(value)
    except (TypeError, ValueError, KeyError, AttributeError):
        faults.append(FieldError(path, "rule_value", "规则的值“{value}”不能用。", {"value": str(value)}))
        return None
