"""What an asker does with their receipt: says how content they are, asks once more."""

from __future__ import annotations

from datetime import date

from services.notices.domain.suggestions.rules import may_reopen, must_reopen
from services.notices.domain.suggestions.words import SuggestionKind, SuggestionState, Topic
from services.notices.store import suggestions
from services.notices.store.database import unit_of_work
from services.notices.store.rules import suggestion_rules, working_days
from services.notices.store.tables import Suggestion, SuggestionRound
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Conflict

_ASKER = Actor(subject="public", area=None)


def rate(code: str, *, rating: int, comment: str | None) -> Suggestion:
    """Of the last answer; another rating of the same answer takes the first one's place."""
    with unit_of_work(_ASKER) as uow:
        found = suggestions.by_receipt(uow.session, code, lock=True)
        last = suggestions.rounds(uow.session, found.id)[-1]
        if last.answered_at is None:
            raise Conflict("suggestion_unanswered", "这件来信还没有答复，答复后再评价。")
        last.rating, last.comment = rating, comment
        uow.record("rate_answer", subject=f"suggestions/{found.id}", area=found.area, after={"rating": rating})
        return found


def reopen(code: str, *, text: str) -> Suggestion:
    """Raises Conflict where it was reopened before, or too late. The term runs anew."""
    today, rules = clock.today(), suggestion_rules()
    with unit_of_work(_ASKER) as uow:
        found = suggestions.by_receipt(uow.session, code, lock=True)
        rounds = suggestions.rounds(uow.session, found.id)
        must_reopen(reopenable(found, len(rounds), today), days=rules.reopening_days)
        named = suggestions.answerer(uow.session, found.handler_area, Topic(found.topic))
        days = named.working_days if named else None
        found.due_on = rules.due_on(SuggestionKind(found.kind), today, working_days(), days=days)
        found.due_order = f"{found.due_on.isoformat()} {found.id}"
        found.state = SuggestionState.WAITING
        found.version += 1
        again = SuggestionRound(
            suggestion_id=found.id, number=len(rounds) + 1, asked=text, asked_at=clock.now(), due_on=found.due_on
        )
        uow.session.add(again)
        uow.record("reopen_suggestion", subject=f"suggestions/{found.id}", area=found.area, after={"text": text})
        return found


def reopenable(found: Suggestion, rounds: int, today: date) -> bool:
    answered_on = clock.civil_date(found.answered_at) if found.answered_at else None
    days = suggestion_rules().reopening_days
    return may_reopen(SuggestionState(found.state), rounds, answered_on, today, days=days)
