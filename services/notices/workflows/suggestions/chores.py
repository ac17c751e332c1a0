"""What time does to suggestions: missed days are told to the office above, contacts are forgotten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from services.notices.domain.suggestions.rules import office_above
from services.notices.domain.suggestions.words import SuggestionState
from services.notices.store.database import unit_of_work
from services.notices.store.rules import suggestion_rules
from services.notices.store.tables import Suggestion, SuggestionRound
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork

_SYSTEM = Actor.system("notices")
_AT_A_TIME = 200  # rows a tick: the rest waits for the next one


def escalate_missed_suggestions() -> int:
    """Each round whose day has passed, once: to the office above whoever had to answer."""
    row, today = SuggestionRound, clock.today()
    late = (
        select(row, Suggestion)
        .join(Suggestion, Suggestion.id == row.suggestion_id)
        .where(row.answered_at.is_(None), row.due_on < today, row.escalated_at.is_(None))
        .where(Suggestion.state == SuggestionState.WAITING)
        .order_by(row.due_on)
        .limit(_AT_A_TIME)
        .with_for_update(of=row, skip_locked=True)
    )
    with unit_of_work(_SYSTEM) as uow:
        found = uow.session.execute(late).all()
        for each, suggestion in found:
            _escalate(uow, each, suggestion)
        return len(found)


def forget_askers() -> None:
    """Names and contacts, some time after the last answer: they were left to be told of it."""
    now = clock.now()
    long_ago = now - timedelta(days=suggestion_rules().forget_days)
    over = Suggestion.state != SuggestionState.WAITING
    done = over & (Suggestion.received_at < long_ago) & (Suggestion.answered_at < long_ago)
    dismissed = (Suggestion.state == SuggestionState.DISMISSED) & (Suggestion.received_at < long_ago)
    forgotten = update(Suggestion).where(done | dismissed, Suggestion.forgotten_at.is_(None))
    with unit_of_work(_SYSTEM) as uow:
        uow.session.execute(forgotten.values(name=None, channel=None, address=None, forgotten_at=now))


def _escalate(uow: UnitOfWork, late: SuggestionRound, found: Suggestion) -> None:
    late.escalated_at, late.escalated_to = clock.now(), office_above(found.handler_area)
    facts = {
        "suggestion_id": found.id,
        "kind": found.kind,
        "topic": found.topic,
        "round": late.number,
        "due_on": late.due_on,
        "days_late": (clock.today() - late.due_on).days,
        "escalated_to": late.escalated_to,
    }
    uow.emit("notices.suggestion_missed.v1", subject=f"suggestions/{found.id}", area=found.area, data=facts)
    uow.record("escalate_suggestion", subject=f"suggestions/{found.id}", area=found.area, after=facts)
