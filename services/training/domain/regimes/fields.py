"""The fields of a record: what each may hold, typed into a form (JSON) or into a cell of a file.

Values are kept as JSON has them: a day as its ISO text, money as whole fen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from enum import StrEnum

from shared.columns import cells
from shared.columns.cells import Unreadable

MOST_FEN = 10**12
MOST_COUNT = 1_000_000
_YUAN = re.compile(r"([0-9]{1,10})(?:\.([0-9]{1,2})0*)?")
_STORABLE = re.compile("[^\x00\ud800-\udfff]*")

Value = str | int


class FieldKind(StrEnum):
    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    MONEY = "money"  # fen in JSON, yuan in files
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Field:
    """`choices` are the words of a choice, by their code."""

    name: str
    zh: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    choices: Mapping[str, str] = dataclass_field(default_factory=dict)
    longest: int = 500

    def from_cell(self, text: str) -> Value | None:
        """Raises Unreadable. None: the cell is empty and may be."""
        if not self.required and not cells.clean(text):
            return None
        match self.kind:
            case FieldKind.TEXT:
                return cells.required(text, self.longest)
            case FieldKind.DAY:
                return cells.day(text).isoformat()
            case FieldKind.COUNT:
                return cells.number(text)
            case FieldKind.MONEY:
                return fen(text)
            case FieldKind.CHOICE:
                words = {**{zh.casefold(): code for code, zh in self.choices.items()}, **{c: c for c in self.choices}}
                return cells.one_of(words, "、".join(self.choices.values()))(text)

    def accepts(self, value: object) -> bool:
        """Whether JSON's value is of this field's kind."""
        match self.kind:
            case FieldKind.TEXT:
                return isinstance(value, str) and _is_text(value, self.longest)
            case FieldKind.DAY:
                return isinstance(value, str) and _is_day(value)
            case FieldKind.COUNT:
                return _is_number(value, MOST_COUNT)
            case FieldKind.MONEY:
                return _is_number(value, MOST_FEN)
            case FieldKind.CHOICE:
                return isinstance(value, str) and value in self.choices

    def to_cell(self, value: Value | None) -> Value | date | None:
        """As a file shows it: the choice's word, yuan with two places."""
        if value is None:
            return None
        match self.kind:
            case FieldKind.DAY:
                return date.fromisoformat(str(value))
            case FieldKind.MONEY:
                return yuan(int(value))
            case FieldKind.CHOICE:
                return self.choices[str(value)]
            case _:
                return value


def fen(text: str) -> int:
    """`1,250.5` yuan are 125050 fen. Raises Unreadable."""
    typed = cells.required(text, 100)
    found = _YUAN.fullmatch(typed.replace(",", "").replace(" ", "").removesuffix("元").removeprefix("¥"))
    if not found:
        raise Unreadable("money_unreadable", "不是金额：“{value}”，应如1250.50。", value=typed[:40])
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def yuan(amount: int) -> str:
    """125050 fen are `1250.50` yuan."""
    return f"{amount // 100}.{amount % 100:02}"


def _is_text(value: str, longest: int) -> bool:
    return bool(value.strip()) and len(value) <= longest and _STORABLE.fullmatch(value) is not None


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_number(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
