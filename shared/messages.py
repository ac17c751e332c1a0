"""Texts in the reader's language: zh-CN is the source, English comes from `locales/en.po` (GNU gettext format).

The catalogues are read as they are at start-up, so there is no compiled file that can be stale.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from shared import context
from shared.errors import Facts, fill

LANGUAGES = ("zh", "en")
HTML_LANGUAGE = {"zh": "zh-CN", "en": "en"}
_ARTICLE = re.compile(r"Art ([0-9]+(?:–[0-9]+)?)")
_ROOT = Path(__file__).resolve().parent.parent


@cache
def _english() -> dict[str, str]:
    """All of this process's catalogues together: the library's and those of each service that is installed."""
    texts: dict[str, str] = {}
    for path in sorted([*_ROOT.glob("shared/locales/en.po"), *_ROOT.glob("services/*/locales/en.po")]):
        with path.open("rb") as file:
            texts |= {str(entry.id): str(entry.string) for entry in read_po(file, locale="en") if entry.id}
    return texts


def translate(message: str, language: str | None = None, /, **facts: Any) -> str:
    """`message` (zh-CN source) in the language, placeholders filled; the source where no translation exists."""
    text = _english().get(message) or message if (language or context.current().language) == "en" else message
    return fill(text, facts) if facts else text


def tell(message: str, facts: Facts, language: str | None = None) -> str:
    """Like `translate`, for facts that are held as a mapping; messages within the facts are translated too, those of a
    list one by one.

    Without facts nothing is filled in: the message may be a validator's, with braces that a reader typed.
    """
    if not facts:
        return translate(message, language)
    told = {name: _told(name, value, language) for name, value in facts.items()}
    return fill(translate(message, language), told)


def article(clause: str, language: str | None = None) -> str:
    """`Art 19` → 第19条. A clause that is no article of the law is a place's own rule."""
    found = _ARTICLE.fullmatch(clause)
    return translate("第{number}条", language, number=found[1]) if found else translate("地方规定", language)


def _told(name: str, value: Any, language: str | None) -> Any:
    if isinstance(value, list):
        return translate("、", language).join(str(_told(name, each, language)) for each in value)
    if not isinstance(value, str):
        return value
    return article(value, language) if name == "article" else translate(value, language)


def best_language(accept_language: str) -> str:
    """`en` only if the reader prefers it to Chinese (RFC 9110 section 12.5.4); Chinese otherwise."""
    from werkzeug.datastructures import LanguageAccept
    from werkzeug.http import parse_accept_header

    accepted = parse_accept_header(accept_language, LanguageAccept)
    return "en" if accepted.best_match(["zh", "en"], default="zh") == "en" else "zh"
