"""Templates that an office fills in: what a notice of that sort has to say stands in fields that must be filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.domain.notice import Kind
from services.notices.domain.wording import Text, fill
from shared.clock import CIVIL_ZONE
from shared.errors import FieldError

_LONGEST = 300
_MOST_LINES = 100
_MOST_CENTS = 10**13
_AMOUNT = re.compile(r"(?P<name>.*[^\s\d.,，：:-])[\s：:，,]*(?P<sum>-?\d[\d,，]*(?:\.\d+)?)\s*元?")


class FieldKind(StrEnum):
    TEXT = "text"
    LINES = "lines"
    NUMBER = "number"
    MONEY = "money"
    AMOUNTS = "amounts"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class TemplateField:
    code: str
    kind: FieldKind
    zh: str
    en: str
    required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class OfficeTemplate:
    """A notice pins `id` and `version` of the one that it was made with; a new version is a new file."""

    id: str
    version: int
    name: str
    name_en: str
    kind: Kind
    item: DisclosureItem | None
    clause: str
    fields: tuple[TemplateField, ...]
    title: str
    body: str
    title_en: str
    body_en: str

    @property
    def pinned(self) -> str:
        return f"{self.id}.v{self.version}"

    def field(self, code: str) -> TemplateField | None:
        return next((each for each in self.fields if each.code == code), None)


def write_from(template: OfficeTemplate, given: Mapping[str, Any]) -> tuple[Text | None, list[FieldError]]:
    """The notice's words; None where a field is missing or cannot be read: each is named with its label."""
    faults = [_unknown(code) for code in given if template.field(code) is None]
    facts: dict[str, Any] = {}
    for field in template.fields:
        value = given.get(field.code)
        if value is None or (isinstance(value, str) and not value.strip()) or value == []:
            facts[field.code] = [] if field.kind in _MANY else None
            faults += [_missing(field)] if field.required else []
            continue
        try:
            facts[field.code] = _READERS[field.kind](value)
        except (ValueError, TypeError, InvalidOperation):
            faults.append(_unreadable(field))
    if faults:
        return None, faults
    return fill((template.title, template.body, template.title_en, template.body_en), facts), []


def _missing(field: TemplateField) -> FieldError:
    names = {"label": field.zh, "label_en": field.en}
    return FieldError(f"fields.{field.code}", "required", "必须填写“{label}”（{label_en}）。", names)


def _unreadable(field: TemplateField) -> FieldError:
    names = {"label": field.zh, "label_en": field.en}
    return FieldError(f"fields.{field.code}", "unreadable", _HOW[field.kind], names)


def _unknown(code: str) -> FieldError:
    return FieldError(f"fields.{code[:60]}", "unknown_field", "这个模板没有这一项。")


def _text(value: Any) -> str:
    if not isinstance(value, str | int) or len(str(value)) > _LONGEST or not str(value).strip().isprintable():
        raise ValueError
    return str(value).strip()


def _lines(value: Any) -> list[str]:
    lines = [line for line in (value.splitlines() if isinstance(value, str) else list(value)) if str(line).strip()]
    if len(lines) > _MOST_LINES:
        raise ValueError
    return [_text(line) for line in lines]


def _number(value: Any) -> int:
    number = int(_text(value))
    if not 0 <= number < 10**9:
        raise ValueError
    return number


def _cents(value: Any) -> int:
    """Money is counted in whole fen."""
    cents = Decimal(_text(value).replace(",", "").replace("，", "").removesuffix("元")) * 100
    if cents != cents.to_integral_value() or abs(cents) > _MOST_CENTS:
        raise ValueError
    return int(cents)


def _amounts(value: Any) -> list[dict[str, Any]]:
    """`工作经费 12000.00`: what it is for, then how much."""
    amounts = []
    for line in _lines(value):
        if (found := _AMOUNT.fullmatch(line)) is None:
            raise ValueError
        amounts.append({"name": found["name"], "cents": _cents(found["sum"])})
    return amounts


def _day(value: Any) -> date:
    return date.fromisoformat(_text(value))


def _moment(value: Any) -> datetime:
    """Without a zone it is civil time, as a clerk types it."""
    moment = datetime.fromisoformat(_text(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=CIVIL_ZONE)


_READERS: Mapping[FieldKind, Callable[[Any], Any]] = {
    FieldKind.TEXT: _text,
    FieldKind.LINES: _lines,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _cents,
    FieldKind.AMOUNTS: _amounts,
    FieldKind.DAY: _day,
    FieldKind.MOMENT: _moment,
}
_MANY = {FieldKind.LINES, FieldKind.AMOUNTS}
_HOW = {
    FieldKind.TEXT: "“{label}”（{label_en}）应写成一行，最多300个字。",
    FieldKind.LINES: "“{label}”（{label_en}）每行最多300个字，最多100行。",
    FieldKind.NUMBER: "“{label}”（{label_en}）应是整数。",
    FieldKind.MONEY: "“{label}”（{label_en}）应是金额，如 1200.50。",
    FieldKind.AMOUNTS: "“{label}”（{label_en}）每行应是名称和金额，如：工作经费 12000.00。",
    FieldKind.DAY: "“{label}”（{label_en}）应是日期，如 2026-01-31。",
    FieldKind.MOMENT: "“{label}”（{label_en}）应是日期和时间，如 2026-01-31T09:00。",
}
