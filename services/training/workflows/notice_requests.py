"""Asking the notices service for a notice about a session, where no event of its own makes one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.training.store import sessions
from services.training.store.database import unit_of_work
from shared.auth.actor import Actor


def ask_for_notice(actor: Actor, session_id: UUID, wanted: Mapping[str, Any]) -> UUID:
    """The answer is the event's id: the notice that is made of it names it."""
    with unit_of_work(actor) as uow:
        found = sessions.session(uow.session, actor, session_id)
        subject, data = f"sessions/{found.id}", {**wanted, "requested_by": actor.subject}
        uow.record("ask_for_notice", subject=subject, area=found.area, after={"title": wanted["title"]})
        return uow.emit("training.notice_requested.v1", subject=subject, area=found.area, data=data)
