"""Typing tally sheets: each by two people, compared figure by figure."""

from __future__ import annotations

from uuid import UUID

from services.elections.domain.changes import Change, allow
from services.elections.domain.sheet_form import SheetForm, read_sheet
from services.elections.domain.steps import State
from services.elections.domain.tally import Sheet, admit_clerk, faults_of
from services.elections.store import elections, tables
from services.elections.store.database import unit_of_work
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Invalid
from shared.ids import new_id
from shared.tabular import read_rows


def enter_sheet(actor: Actor, station_id: UUID, sheet: Sheet) -> tables.Entry:
    """Keeps one person's typing. Raises Invalid for figures that cannot be, Conflict for a third person."""
    with unit_of_work(actor) as uow:
        return _enter(uow, actor, elections.station(uow.session, actor, station_id), sheet)


def enter_sheet_file(actor: Actor, station_id: UUID, content: bytes) -> tables.Entry:
    """The same from a filled-in form. Raises Invalid for another station's form, too."""
    rows = list(read_rows(content))
    with unit_of_work(actor) as uow:
        station = elections.station(uow.session, actor, station_id)
        form = SheetForm(
            station=station.name,
            candidates={
                (row.post, row.name): str(row.id) for row in elections.candidates(uow.session, station.election_id)
            },
        )
        return _enter(uow, actor, station, read_sheet(rows, form))


def _enter(uow: UnitOfWork, actor: Actor, station: tables.Station, sheet: Sheet) -> tables.Entry:
    found = elections.election(uow.session, actor, station.election_id, lock=True)
    allow(Change.ENTRIES, State(found.state))
    typed = elections.entries(uow.session, found.id)[station.id]
    admit_clerk(actor.subject, (entry.clerk for entry in typed))
    if faults := faults_of(sheet, elections.ballots(uow.session, found.id)):
        raise Invalid("sheet_invalid", "计票单的数字不合理，请对照纸质计票单核对。", fields=faults)
    entry = tables.Entry(
        id=new_id(), station_id=station.id, area=station.area, clerk=actor.subject, figures=sheet.as_facts()
    )
    uow.session.add(entry)
    uow.record("enter_sheet", subject=f"stations/{station.id}", area=station.area, after=sheet.as_facts())
    return entry
