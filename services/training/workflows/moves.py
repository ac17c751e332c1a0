"""What a change of a session would break, told before anything is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.training.domain.learning.arrangement import emptied
from services.training.domain.learning.sessions import SessionState, must_be_scheduled
from services.training.store import arrangements, sessions
from services.training.store.database import reading
from services.training.workflows.sessions import with_changes
from shared.auth.actor import Actor
from shared.errors import Conflict, FieldError, Invalid, Missing


@dataclass(frozen=True, slots=True)
class Outlook:
    """`breaks` keep the change from being made, `warnings` are for people to weigh. `version` is the session's now."""

    breaks: Sequence[FieldError | Missing]
    warnings: Sequence[Missing]
    version: int


def what_breaks(actor: Actor, session_id: UUID, changes: Mapping[str, Any]) -> Outlook:
    """By the very checks that a change goes through. Raises Conflict for a session that is cancelled."""
    with reading() as db:
        found = sessions.session(db, actor, session_id)
        must_be_scheduled(SessionState(found.state))
        version = found.version
        db.expunge(found)  # so that what is tried out is never written
        breaks = [each for check in with_changes(db, found, changes) for each in _told_by(check)]
        return Outlook(breaks, list(emptied(arrangements.committees(db, found))), version)


def _told_by(check: Callable[[], None]) -> Sequence[FieldError | Missing]:
    try:
        check()
    except Invalid as refusal:
        return refusal.fields
    except Conflict as refusal:
        return refusal.missing or [Missing(refusal.code, refusal.message, facts=refusal.facts)]
    return ()
