"""Asking the notices service for a notice about an election, where no event of its own makes one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.elections.store import elections
from services.elections.store.database import unit_of_work
from shared.auth.actor import Actor


def ask_for_notice(actor: Actor, election_id: UUID, wanted: Mapping[str, Any]) -> UUID:
    """The answer is the event's id: the notice that is made of it names it."""
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id)
        subject, data = f"elections/{found.id}", {**wanted, "requested_by": actor.subject}
        uow.record("ask_for_notice", subject=subject, area=found.area, after={"title": wanted["title"]})
        return uow.emit("elections.notice_requested.v1", subject=subject, area=found.area, data=data)
