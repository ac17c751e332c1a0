"""Figures and how they are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `goal` is what the project wants of it on two cores; None where it only informs."""

    name: str
    value: str
    goal: str | None = None
    met: bool | None = None


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def table(figures: Sequence[Figure]) -> str:
    lines = ["| measured | value | goal | |", "|---|---|---|---|"]
    for figure in figures:
        mark = {True: "✓", False: "✗ missed", None: ""}[figure.met]
        lines.append(f"| {figure.name} | {figure.value} | {figure.goal or ''} | {mark} |")
    return "\n".join(lines)
