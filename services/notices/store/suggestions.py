"""Loading suggestions: by those who answer, by the asker's receipt, and what everybody may read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from services.notices.domain.suggestions.words import Publication, SuggestionState, Topic
from services.notices.store import areas
from services.notices.store.tables import Answerer, Mailbox, Suggestion, SuggestionRound, SuggestionScan
from shared import clock
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def suggestion(db: Session, actor: Actor, suggestion_id: UUID, *, lock: bool = False) -> Suggestion:
    """Raises NotFound, for a complaint that the office above answers also to the community's own people."""
    query = select(Suggestion).where(Suggestion.id == suggestion_id, within(Suggestion.handler_area, actor))
    return _one(db, query, lock=lock)


def by_receipt(db: Session, code: str, *, lock: bool = False) -> Suggestion:
    """Raises NotFound."""
    return _one(db, select(Suggestion).where(Suggestion.code == code), lock=lock)


def by_once(db: Session, once: UUID | None) -> Suggestion | None:
    """What was made of the same when it was sent before."""
    return db.scalar(select(Suggestion).where(Suggestion.once == once)) if once else None


def rounds(db: Session, suggestion_id: UUID) -> Sequence[SuggestionRound]:
    query = select(SuggestionRound).where(SuggestionRound.suggestion_id == suggestion_id)
    return db.scalars(query.order_by(SuggestionRound.number)).all()


def open_round(db: Session, suggestion_id: UUID) -> SuggestionRound:
    query = select(SuggestionRound).where(
        SuggestionRound.suggestion_id == suggestion_id, SuggestionRound.answered_at.is_(None)
    )
    return db.scalars(query).one()


def rounds_of(db: Session, suggestion_ids: Sequence[UUID]) -> dict[UUID, list[SuggestionRound]]:
    found: dict[UUID, list[SuggestionRound]] = {each: [] for each in suggestion_ids}
    query = select(SuggestionRound).where(SuggestionRound.suggestion_id.in_(suggestion_ids))
    for each in db.scalars(query.order_by(SuggestionRound.suggestion_id, SuggestionRound.number)):
        found[each.suggestion_id].append(each)
    return found


def public(area: str, *, topic: Topic | None = None, words: str = "") -> Select[Any]:
    """What everybody may read of a community. `words` are looked for in the question and in its answers."""
    query = select(Suggestion).where(
        Suggestion.area == area,
        Suggestion.publication == Publication.PUBLIC,
        Suggestion.state != SuggestionState.DISMISSED,
    )
    if topic:
        query = query.where(Suggestion.topic == topic)
    for word in words.split():
        answered = (
            select(SuggestionRound.suggestion_id)
            .where(
                SuggestionRound.suggestion_id == Suggestion.id, SuggestionRound.answer.icontains(word, autoescape=True)
            )
            .exists()
        )
        asked = Suggestion.public_text.icontains(word, autoescape=True)
        query = query.where(asked | Suggestion.public_title.icontains(word, autoescape=True) | answered)
    return query


def public_one(db: Session, suggestion_id: UUID) -> Suggestion:
    """Raises NotFound for what nobody but its asker may read."""
    return _one(
        db, select(Suggestion).where(Suggestion.id == suggestion_id, Suggestion.publication == Publication.PUBLIC)
    )


def answerer(db: Session, area: str, topic: Topic) -> Answerer | None:
    """The area's own for the topic, else that of the nearest area above."""
    query = select(Answerer).where(Answerer.area.in_(areas.upwards(area)), Answerer.topic == topic)
    return db.scalar(query.order_by(Answerer.area.desc()).limit(1))  # an area's code is greater than those above it


def late_by_area(db: Session, actor: Actor) -> dict[str, int]:
    return _by_area(db, actor, Suggestion.due_on < clock.today())


def unchecked_by_area(db: Session, actor: Actor) -> dict[str, int]:
    return _by_area(db, actor, Suggestion.publication == Publication.UNCHECKED)


def mailbox(db: Session, actor: Actor, mailbox_id: UUID) -> Mailbox:
    found = db.scalar(select(Mailbox).where(Mailbox.id == mailbox_id, within(Mailbox.area, actor)))
    if found is None:
        raise NotFound("mailbox_not_found", "没有找到这个信箱。")
    return found


def mailbox_by_code(db: Session, code: str) -> Mailbox:
    found = db.scalar(select(Mailbox).where(Mailbox.code == code, Mailbox.removed_at.is_(None)))
    if found is None:
        raise NotFound("mailbox_not_found", "没有找到这个信箱。")
    return found


def scan(db: Session, suggestion_id: UUID) -> SuggestionScan:
    found = db.get(SuggestionScan, suggestion_id)
    if found is None:
        raise NotFound("scan_not_found", "这件来信没有扫描件。")
    return found


def _by_area(db: Session, actor: Actor, condition: ColumnElement[bool]) -> dict[str, int]:
    """Of those that wait for the actor's own people."""
    ours = within(Suggestion.handler_area, actor) & (Suggestion.state == SuggestionState.WAITING)
    query = select(Suggestion.area, func.count()).where(ours, condition).group_by(Suggestion.area)
    return {code: int(number) for code, number in db.execute(query)}


def _one(db: Session, query: Select[Any], *, lock: bool = False) -> Suggestion:
    found: Suggestion | None = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("suggestion_not_found", "没有找到这件来信，请核对回执编号。")
    return found
