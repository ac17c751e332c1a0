"""Collecting what is wrong in a file, so that a clerk can mend all of it at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shared.errors import FieldError, Invalid

if TYPE_CHECKING:
    from shared.errors import Facts

KEPT = 1000
"""A file that is wrong throughout would else fill memory and the answer; all faults are counted."""


@dataclass(slots=True)
class Faults:
    kept: list[FieldError] = field(default_factory=list)
    total: int = 0

    def add(self, line: int, column: str, code: str, message: str, facts: Facts) -> None:
        self.total += 1
        if len(self.kept) < KEPT:
            place = f"row {line}, {column}"
            self.kept.append(FieldError(place, code, message, dict(facts), line=line, column=column))

    def refuse(self, code: str, message: str) -> None:
        """Raises Invalid if there is any fault."""
        if self.total:
            raise Invalid(code, message, fields=self.kept, total=self.total, count=self.total)
