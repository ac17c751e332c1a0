"""Loading what hangs on boards: an area's own notices and those of the areas above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, DateTime, Select, String, bindparam, case, cast, func, literal, or_, select, union
from sqlalchemy.orm import Session

from services.notices.domain.board import LOOK_BACK, NEWEST, Card
from services.notices.domain.notice import Kind, State
from services.notices.store.areas import upwards
from services.notices.store.tables import Edition, Notice
from shared.clock import CIVIL_ZONE

_BEGINNING = 300
"""Characters of a body: enough for an excerpt, however much of it is Markdown."""

_MOST_IMPORTANT = 20
_MOST_ON_A_DAY = 300
_CARD = (
    Notice.id,
    Notice.area,
    Notice.kind,
    Notice.version,
    Notice.published_at.label("at"),
    Notice.display_until.label("until"),
    Notice.title,
    Notice.title_en,
    func.left(Notice.body, _BEGINNING).label("beginning"),
    func.left(Notice.body_en, _BEGINNING).label("beginning_en"),
)


@dataclass(frozen=True, slots=True)
class Published:
    """What of a board is wanted: that of one kind, or what was published from a moment on and before another."""

    code: str
    kind: Kind | None = None
    since: datetime | None = None
    until: datetime | None = None


def cards(session: Session, code: str, *, now: datetime, today: date) -> Sequence[Card]:
    """The newest, and what may be important, in one query: from each area's end of the index, so that it costs the
    same whether a board has hung for a month or for ten years."""
    return _cards(session, _BOARD, {"places": upwards(code), "since": now - LOOK_BACK, "today": today})


def newest(session: Session, code: str, *, kind: Kind | None = None, most: int) -> Sequence[Notice]:
    """Whole notices, newest first."""
    query = select(Notice.id) if kind is None else select(Notice.id).where(Notice.kind == kind)
    ids = _newest_of_each(query, most)
    ordered = select(Notice).where(Notice.id.in_(ids)).order_by(Notice.published_at.desc(), Notice.id.desc())
    return session.scalars(ordered.limit(most), {"places": upwards(code)}).all()


def archived(session: Session, wanted: Published, *, page: int, most: int) -> Sequence[Card]:
    """A page, newest first; one more than `most` if there is a page after it."""
    ordered = _published(wanted, _CARD).order_by(Notice.published_at.desc(), Notice.id.desc())
    return _cards(session, ordered.offset((page - 1) * most).limit(most + 1))


def months(session: Session, wanted: Published) -> Sequence[date]:
    """The first days of the months in which any of it was published, newest first."""
    month = cast(func.date_trunc("month", func.timezone(CIVIL_ZONE.key, Notice.published_at)), Date)
    return session.scalars(_published(wanted, (month,)).distinct().order_by(month.desc())).all()


def hung(session: Session, code: str, start: datetime, end: datetime) -> Sequence[Card]:
    """What hung at any time between two moments, newest first, in the words that it had at the end of that time."""
    of_then = (
        select(Edition.title, Edition.title_en, Edition.body, Edition.body_en)
        .where(Edition.notice_id == Notice.id, Edition.number.is_not(None), Edition.published_at < end)
        .order_by(Edition.number.desc())
        .limit(1)
        .lateral("of_then")
    )
    then = of_then.c.title.is_not(None)
    words = (
        case((then, of_then.c[name]), else_=getattr(Notice, name)) for name in ("title", "title_en", "body", "body_en")
    )
    title, title_en, body, body_en = words
    columns = (*_CARD[:6], title, title_en, func.left(body, _BEGINNING), func.left(body_en, _BEGINNING))
    up = select(*columns).outerjoin(of_then, literal(value=True))
    there = or_(Notice.state == State.PUBLISHED, Notice.taken_down_at >= start)
    hanging = up.where(Notice.area.in_(upwards(code)), Notice.published_at < end, there)
    return _cards(session, hanging.order_by(Notice.published_at.desc(), Notice.id.desc()).limit(_MOST_ON_A_DAY))


def _published(wanted: Published, columns: tuple[Any, ...]) -> Select[Any]:
    query = select(*columns).where(Notice.area.in_(upwards(wanted.code)), Notice.state == State.PUBLISHED)
    if wanted.kind is not None:
        query = query.where(Notice.kind == wanted.kind)
    if wanted.since is not None:
        query = query.where(Notice.published_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(Notice.published_at < wanted.until)
    return query


def _cards(session: Session, query: Any, parameters: dict[str, Any] | None = None) -> list[Card]:
    return [_card(*row) for row in session.execute(query, parameters)]


def _card(notice_id: UUID, area: str, kind: str, *rest: Any) -> Card:
    return Card(notice_id, area, Kind(kind), *rest)


def _newest_of_each(query: Select[Any], most: int) -> Select[Any]:
    """The newest of each of the areas `places`; the caller sorts them together."""
    places = func.unnest(bindparam("places", type_=ARRAY(String))).table_valued("code").render_derived()
    hanging = query.where(Notice.area == places.c.code, Notice.state == State.PUBLISHED)
    each = hanging.order_by(Notice.published_at.desc()).limit(most).lateral()
    return select(*each.c).select_from(places).join(each, literal(value=True))


_IMPORTANT = or_(Notice.kind == Kind.EMERGENCY, Notice.display_until >= bindparam("today", type_=Date))
_RECENT = select(*_CARD).where(Notice.published_at >= bindparam("since", type_=DateTime(timezone=True)), _IMPORTANT)
_BOARD = union(_newest_of_each(select(*_CARD), NEWEST), _newest_of_each(_RECENT, _MOST_IMPORTANT))
"""Made once: putting a query together takes longer than asking it, and a board is asked for all day."""
