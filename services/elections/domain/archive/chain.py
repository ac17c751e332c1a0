"""The lines of the audit trail as a chain: each line's hash covers the line before, so none can be taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.elections.domain.archive.packing import canonical, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

START = "0" * 64


def chained(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines with their hashes: SHA-256 of the hash before and the line in its canonical form."""
    chain: list[dict[str, Any]] = []
    last = START
    for line in lines:
        last = _link(last, line)
        chain.append({**line, "hash": last})
    return chain


def first_break(chain: Sequence[Mapping[str, Any]]) -> int | None:
    """The number (from 1) of the first line that does not follow on the one before; None when all do."""
    last = START
    for number, line in enumerate(chain, 1):
        last = _link(last, {name: value for name, value in line.items() if name != "hash"})
        if line.get("hash") != last:
            return number
    return None


def _link(last: str, line: Mapping[str, Any]) -> str:
    return digest(last.encode() + b"\n" + canonical(line))
