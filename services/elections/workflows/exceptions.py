"""Releasing an election from a duty: by an officer above the committee, with a reason that everybody can read."""

from __future__ import annotations

from uuid import UUID

from services.elections.domain.procedure.exceptions import EXCUSABLE, check_exception
from services.elections.domain.procedure.office_above import check_office
from services.elections.domain.procedure.steps import State
from services.elections.store import elections, tables
from services.elections.store.database import unit_of_work
from services.elections.workflows.announcements import tell
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Conflict


def grant_exception(actor: Actor, election_id: UUID, *, duty: str, reason: str) -> tables.GrantedException:
    """Raises Forbidden for the community's own people, Invalid for a duty that cannot be excused, Conflict for one that
    is already or an election that is over."""
    check_office(actor.area)
    check_exception(duty, reason)
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        if State(found.state).terminal:
            raise Conflict("election_ended", "选举“{state_name}”，不再办理任何步骤。", state_name=State(found.state).zh)
        if any(each.duty == duty for each in elections.exceptions(uow.session, found.id)):
            raise Conflict("exception_granted", "这项要求已经免除。", duty=duty)
        granted = tables.GrantedException(
            election_id=found.id, duty=duty, area=found.area, reason=reason.strip(), by=actor.subject, at=clock.now()
        )
        uow.session.add(granted)
        found.version += 1
        facts = {"duty": duty, "duty_name": EXCUSABLE[duty], "reason": granted.reason}
        uow.record("grant_exception", subject=f"elections/{found.id}", area=found.area, after=facts)
        tell(uow, found, "elections.exception_granted.v1", facts)
        return granted
