"""Wordings: versioned templates that turn an event's facts into a notice, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.domain.notice import Kind
from shared.clock import CIVIL_ZONE

_POSTS = {
    "director": ("主任", "Director"),
    "vice_director": ("副主任", "Deputy director"),
    "member": ("委员", "Member"),
}
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in r"\`*_{}[]()<>#|!~"})


@dataclass(frozen=True, slots=True)
class Wording:
    """`id` and `version` are pinned by each notice made from it; `clause` is the article that asks for the notice."""

    id: str
    version: int
    event_type: str
    kind: Kind
    clause: str
    title: str
    body: str
    title_en: str
    body_en: str
    item: DisclosureItem | None = None

    @property
    def name(self) -> str:
        return f"{self.id}.v{self.version}"


@dataclass(frozen=True, slots=True)
class Text:
    """A notice's words; bodies are Markdown."""

    title: str
    body: str
    title_en: str | None = None
    body_en: str | None = None


def write(wording: Wording, facts: Mapping[str, Any]) -> Text:
    """Raises jinja2's UndefinedError when a fact that the wording names is missing."""
    return fill((wording.title, wording.body, wording.title_en, wording.body_en), facts)


def fill(parts: tuple[str, str, str, str], facts: Mapping[str, Any]) -> Text:
    """Title and body in Chinese, then in English."""
    title, body, title_en, body_en = (_fill(part, facts) for part in parts)
    return Text(one_line(title), body, one_line(title_en), body_en)


def one_line(title: str) -> str:
    """A title is a subject and a header elsewhere, where a line break would begin another one."""
    return " ".join(title.split())


def plain(value: str) -> str:
    """A name or title as it is, whatever signs of Markdown are in it."""
    return value.translate(_MARKDOWN)


def _fill(source: str, facts: Mapping[str, Any]) -> str:
    return _environment().from_string(source).render(facts).strip()


@cache
def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"day": _day, "day_en": _day_en, "moment": _moment, "moment_en": _moment_en}
    environment.filters |= {
        "post": lambda post: _POSTS[post][0],
        "post_en": lambda post: _POSTS[post][1],
        "plain": plain,
    }
    environment.filters |= {"clause": _clause, "yuan": yuan, "total": _total}
    return environment


def _clause(name: str) -> str:
    """`Art 19` → 第19条."""
    return f"第{name.removeprefix('Art ')}条" if name.startswith("Art ") else name


def yuan(cents: int) -> str:
    """120050 → 1,200.50."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}.{rest:02}"


def _total(amounts: Sequence[Mapping[str, Any]]) -> int:
    return sum(each["cents"] for each in amounts)


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _day_en(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _moment(value: datetime) -> str:
    local = value.astimezone(CIVIL_ZONE)
    return f"{_day(local.date())} {local:%H:%M}"


def _moment_en(value: datetime) -> str:
    local = value.astimezone(CIVIL_ZONE)
    return f"{_day_en(local.date())}, {local:%H:%M}"
