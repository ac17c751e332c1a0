"""How many suggestions were answered, how fast, and how content their askers were."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Float, case, cast, extract, func, select
from sqlalchemy.orm import Session

from services.notices.domain.suggestions.words import SuggestionState
from services.notices.store.tables import Suggestion, SuggestionRound
from shared.auth.actor import Actor
from shared.database.scope import within

_DAY = 86_400
_FLOOR = 10
"""Ratings below which no mean is told: among fewer each could be guessed."""


@dataclass(frozen=True, slots=True)
class SuggestionFigures:
    """`median_days` from question to first answer; `answered_share` of all but the dismissed, in percent, rounded down:
    a hundred means all."""

    received: int
    answered: int
    waiting: int
    late: int
    dismissed: int
    reopened: int
    answered_share: int | None
    median_days: float | None
    rating: float | None


def figures(db: Session, area: str) -> SuggestionFigures:
    """Of an area with all below it."""
    here = within(Suggestion.area, Actor(subject="public", area=area))
    first, last = SuggestionRound.number == 1, SuggestionRound.number > 1
    took = cast(extract("epoch", SuggestionRound.answered_at - SuggestionRound.asked_at), Float) / _DAY
    query = (
        select(
            func.count().filter(first),
            func.count().filter(first & SuggestionRound.answered_at.is_not(None)),
            func.count().filter(first & (Suggestion.state == SuggestionState.DISMISSED)),
            func.count().filter(last),
            func.count().filter(SuggestionRound.answered_late | SuggestionRound.escalated_at.is_not(None)),
            func.percentile_cont(0.5).within_group(case((first, took))),
            func.count(SuggestionRound.rating),
            func.avg(SuggestionRound.rating),
        )
        .join(Suggestion, Suggestion.id == SuggestionRound.suggestion_id)
        .where(here)
    )
    received, answered, dismissed, reopened, late, median, ratings, mean = db.execute(query).one()
    owed = received - dismissed
    return SuggestionFigures(
        received=received,
        answered=answered,
        waiting=owed - answered,
        late=late,
        dismissed=dismissed,
        reopened=reopened,
        answered_share=answered * 100 // owed if owed else None,
        median_days=round(median, 1) if median is not None else None,
        rating=round(float(mean), 1) if ratings >= _FLOOR else None,
    )
