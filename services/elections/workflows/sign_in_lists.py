"""Taking in a station's sign-in list that was kept on paper, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import insert

from services.elections.domain.polling.paper_register import COLUMNS, check_register
from services.elections.domain.polling.sign_in_lists import Listed, PaperList
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State, Step
from services.elections.store import elections, paper_register, tables
from services.elections.store.database import unit_of_work
from services.elections.workflows.paper_register import row_of
from shared.auth.actor import Actor
from shared.columns.headers import read_headers
from shared.database.unit_of_work import UnitOfWork
from shared.tabular import read_table


def import_papers(actor: Actor, station_id: UUID, content: bytes) -> int:
    """How many papers were added. Raises Invalid with every bad row.

    The election is held against other stations' papers while the list is compared with what was given out.
    """
    table = read_table(content)
    headers = read_headers(table.header, COLUMNS, table.line)
    with unit_of_work(actor) as uow:
        station = elections.station(uow.session, actor, station_id)
        found = elections.election(uow.session, actor, station.election_id, lock=True)
        check_register(found.paper_register)
        allow(Change.SIGN_IN_LISTS, State(found.state))
        reader = PaperList(headers.by_column, _roll(uow, found))
        listed = list(reader.electors(table.rows))
        reader.check()
        on = elections.taken(uow.session, found.id)[Step.OPEN_POLLING].on
        rows = [row_of(station, each.id, each.agent_id, on) for each in listed]
        uow.session.execute(insert(tables.PaperGiven), sorted(rows, key=lambda row: str(row["id"])))
        facts = {"papers": len(rows), "on": on}
        uow.record("import_papers", subject=f"stations/{station.id}", area=station.area, after=facts)
        return len(rows)


def _roll(uow: UnitOfWork, found: tables.Election) -> Iterator[Listed]:
    agents, given = paper_register.agents(uow.session, found.id), paper_register.given(uow.session, found.id)
    people = paper_register.electors(uow.session, found)
    names = {each: name for each, name, _, _ in people}
    for each, name, born, address in people:
        agent = agents.get(each)
        yield Listed(each, name, born, address, agent, names.get(agent, "") if agent else "", given.get(each, ""))
