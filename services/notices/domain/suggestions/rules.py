"""By when a suggestion is answered and by whom; when its asker may ask once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.notices.domain.suggestions.words import Publication, SuggestionKind, SuggestionState, Topic
from services.notices.domain.working_days import WorkingDays
from shared import areas
from shared.errors import Conflict

MOST_ROUNDS = 2
"""The question and one reopening."""


class To(StrEnum):
    COMMUNITY = "community"
    OFFICE_ABOVE = "office_above"


@dataclass(frozen=True, slots=True)
class Route:
    """Which suggestions go where; what is None fits any."""

    to: To
    kind: SuggestionKind | None = None
    topic: Topic | None = None

    def fits(self, kind: SuggestionKind, topic: Topic) -> bool:
        return self.kind in {None, kind} and self.topic in {None, topic}


@dataclass(frozen=True, slots=True)
class SuggestionRules:
    working_days: dict[SuggestionKind, int]
    routes: Sequence[Route]
    answerer: str
    reopening_days: int
    forget_days: int

    def handler_area(self, area: str, kind: SuggestionKind, topic: Topic) -> str:
        """The area whose people answer."""
        to = next(route.to for route in self.routes if route.fits(kind, topic))
        return office_above(area) if to is To.OFFICE_ABOVE else area

    def due_on(self, kind: SuggestionKind, asked_on: date, calendar: WorkingDays, *, days: int | None = None) -> date:
        """`days` is the term that the community set for the topic."""
        return calendar.after(asked_on, days or self.working_days[kind])


def office_above(area: str) -> str:
    """The area one level up; a province has none above it."""
    own = areas.prefix(area)
    shorter = [length for length in (2, 4, 6, 9) if length < len(own)]
    return own[: shorter[-1]].ljust(12, "0") if shorter else area


def must_be_waiting(state: SuggestionState) -> None:
    if state is not SuggestionState.WAITING:
        raise Conflict("suggestion_not_waiting", "这件来信{state_name}，不能再办理这一步。", state_name=state.zh)


def must_be_checked(publication: Publication) -> None:
    """An answer is public with its question, so what may be public is decided before."""
    if publication is Publication.UNCHECKED:
        raise Conflict("suggestion_unchecked", "请先审核这件来信是否公开，再答复。")


def may_reopen(state: SuggestionState, rounds: int, answered_on: date | None, today: date, *, days: int) -> bool:
    answered = state is SuggestionState.ANSWERED and answered_on is not None
    return answered and rounds < MOST_ROUNDS and answered_on is not None and today <= answered_on + timedelta(days=days)


def must_reopen(possible: bool, *, days: int) -> None:
    if not possible:
        raise Conflict("reopening_over", "只能在答复后{days}天内追问一次；新的问题请另外提交。", days=days)
