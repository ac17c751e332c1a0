"""Finding what was published, by the index of pairs of characters (docs/decisions)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Text, and_, func, literal, literal_column, select, union_all
from sqlalchemy.orm import Session

from services.notices.domain.notice import State
from services.notices.domain.search import Query
from services.notices.domain.suggestions.words import Publication
from services.notices.store.areas import upwards
from services.notices.store.tables import NOTICE_PAIRS, SUGGESTION_PAIRS, Notice, Suggestion
from shared.areas import prefix

MOST = 200
"""Only so many of the newest are looked at: whoever finds more than that adds a word."""


Found = Select[*tuple[Any, ...]]
"""A query for the columns of `Find`."""


@dataclass(frozen=True, slots=True)
class Find:
    source: str
    id: UUID
    area: str
    at: datetime
    title: str
    title_en: str | None
    body: str
    body_en: str | None


def found(session: Session, code: str, asked: Query) -> Sequence[Find]:
    """In an area, those in it and those above it; what has all words in its title comes first, then the newest."""
    if not asked.words:
        return []
    everywhere = union_all(*(source(code, asked) for source in _SOURCES)).subquery()
    newest = select(everywhere).order_by(everywhere.c.at.desc()).limit(MOST).subquery().c
    in_title = _has(asked, newest.title, newest.title_en)
    anywhere = _has(asked, newest.title, newest.title_en, newest.body, newest.body_en)
    columns = [newest[each.name] for each in fields(Find)]
    query = select(*columns).where(anywhere).order_by(in_title.desc(), newest.at.desc(), newest.id)
    return [Find(*row) for row in session.execute(query)]


def _notices(code: str, asked: Query) -> Found:
    """Their index is partial: the condition on the state has to be the same constant."""
    query: Found = select(
        literal_column("'notices'").label("source"),
        Notice.id,
        Notice.area,
        Notice.published_at.label("at"),
        Notice.title,
        Notice.title_en,
        Notice.body,
        Notice.body_en,
    )
    public = Notice.state == literal_column(f"'{State.PUBLISHED.value}'")
    return query.where(public, _matches(NOTICE_PAIRS, code, asked))


def _suggestions(code: str, asked: Query) -> Found:
    """What a clerk has made public of them, with the answers."""
    query: Found = select(
        literal_column("'suggestions'").label("source"),
        Suggestion.id,
        Suggestion.area,
        func.coalesce(Suggestion.answered_at, Suggestion.received_at).label("at"),
        func.coalesce(Suggestion.public_title, "").label("title"),
        literal(None, Text).label("title_en"),
        func.concat_ws("\n\n", Suggestion.public_text, Suggestion.answers).label("body"),
        Suggestion.answers_en.label("body_en"),
    )
    public = Suggestion.publication == literal_column(f"'{Publication.PUBLIC.value}'")
    return query.where(public, _matches(SUGGESTION_PAIRS, code, asked))


_SOURCES: tuple[Callable[[str, Query], Found], ...] = (_notices, _suggestions)


def _matches(pairs: ColumnElement[list[str]], code: str, asked: Query) -> ColumnElement[bool]:
    """In the area, below it, or in one of those above: one look into one index, however many areas there are."""
    *above, own = upwards(code)
    places = [f"~{prefix(own)}", *(f"={each}" for each in above)]
    return and_(pairs.op("@>")(_array(asked.pairs)), pairs.op("&&")(_array(places)))


def _array(texts: list[str]) -> ColumnElement[list[str]]:
    return literal(texts, ARRAY(Text))


def _has(asked: Query, *texts: Any) -> ColumnElement[bool]:
    """The words themselves, not only their pairs."""
    folded = func.folded(*texts)
    return and_(*(func.strpos(folded, word) > 0 for word in asked.words))
