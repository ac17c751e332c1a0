"""The paper register: one elector, one paper, whatever two stations do at the same moment.

The audit trail says that a station gave a paper out or took one back, never whose it was: its lines carry the moment,
and a moment beside a name could be matched with the order of the papers.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from services.elections.domain.polling import paper_register as rules_of
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State, Step
from services.elections.store import elections, paper_register, rolls, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork


def give_paper(
    actor: Actor, station_id: UUID, *, elector_id: UUID, for_elector_id: UUID | None, on: date | None
) -> tables.PaperGiven:
    """To `elector_id`, for themselves or as the agent of `for_elector_id`. Raises Conflict for a second paper."""
    with unit_of_work(actor) as uow:
        station = elections.station(uow.session, actor, station_id)
        found = _open(uow, actor, station.election_id, Change.REGISTER)
        day = on or clock.today()
        rules_of.check_day(
            day, opened=elections.taken(uow.session, found.id)[Step.OPEN_POLLING].on, today=clock.today()
        )
        receiver = rolls.elector(uow.session, found, elector_id)
        paper_of = rolls.elector(uow.session, found, for_elector_id or elector_id)
        agent = paper_register.agent_of(uow.session, found.id, paper_of.id)
        rule = rule_set(found.rule_set).proxies
        rules_of.check_claim(receiver=receiver.id, paper_of=paper_of.id, agent=agent, rule=rule)
        given = paper_register.give(uow.session, row_of(station, paper_of.id, agent, day))
        if given is None:
            raise rules_of.paper_given(paper_register.given_where(uow.session, found.id, paper_of.id), rule)
        uow.record("give_paper", subject=f"stations/{station.id}", area=station.area, after={"on": day})
        return given


def take_back_paper(actor: Actor, paper_id: UUID, *, reason: str) -> None:
    """A paper that was given out by mistake and handed back unused: its elector may receive theirs."""
    with unit_of_work(actor) as uow:
        given = paper_register.paper(uow.session, actor, paper_id)
        _open(uow, actor, given.election_id, Change.SIGN_IN_LISTS)
        uow.session.delete(given)
        uow.record(
            "take_back_paper", subject=f"stations/{given.station_id}", area=given.area, before={"reason": reason}
        )


def _open(uow: UnitOfWork, actor: Actor, election_id: UUID, change: Change) -> tables.Election:
    found = paper_register.hold(uow.session, actor, election_id)
    rules_of.check_register(found.paper_register)
    allow(change, State(found.state))
    return found


def row_of(station: tables.Station, elector_id: UUID, agent_id: UUID | None, on: date) -> dict[str, Any]:
    """With a random id: others rise with time."""
    return {
        "id": uuid4(),
        "election_id": station.election_id,
        "area": station.area,
        "station_id": station.id,
        "elector_id": elector_id,
        "agent_id": agent_id,
        "on": on,
    }
