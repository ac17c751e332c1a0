"""A notice in the language of whoever reads it, where it has that."""

from __future__ import annotations

from typing import NamedTuple

from services.notices.store.tables import Edition, Notice
from shared import context


class Words(NamedTuple):
    """`body` is Markdown; `language` is set where it is not the page's."""

    title: str
    body: str
    language: str | None


def words_for_reader(found: Notice | Edition) -> Words:
    if context.current().language == "en":
        if found.body_en is None:
            return Words(found.title, found.body, "zh-CN")
        return Words(found.title_en or found.title, found.body_en, None)
    return Words(found.title, found.body, None)
