"""Typing tally sheets: each by two people, compared figure by figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.elections.domain.changes import Change, allow
from services.elections.domain.sheet_form import SheetForm, read_sheet
from services.elections.domain.steps import State
from services.elections.domain.tally import Comparison, Sheet, admit_clerk, doubts_of, faults_of, may_read
from services.elections.store import elections, tables
from services.elections.store.database import reading, unit_of_work
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import FieldError, Invalid
from shared.ids import new_id
from shared.tabular import read_rows


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry as it was taken: `doubts` should be looked up on the paper; how the station's entries stand now."""

    entry: tables.Entry
    doubts: Sequence[FieldError]
    comparison: Comparison


def enter_sheet(actor: Actor, station_id: UUID, sheet: Sheet) -> Entered:
    """Keeps one person's typing. Raises Invalid for figures that cannot be, Conflict for a third person."""
    with unit_of_work(actor) as uow:
        return _enter(uow, actor, elections.station(uow.session, actor, station_id), sheet)


def enter_sheet_file(actor: Actor, station_id: UUID, content: bytes) -> Entered:
    """The same from a filled-in form. Raises Invalid for another station's form, too."""
    rows = list(read_rows(content))
    with unit_of_work(actor) as uow:
        station = elections.station(uow.session, actor, station_id)
        standing = elections.candidates(uow.session, station.election_id)
        form = SheetForm(station.name, {(row.post, row.name): str(row.id) for row in standing})
        return _enter(uow, actor, station, read_sheet(rows, form))


def readable_entries(actor: Actor, station_id: UUID) -> list[tuple[tables.Entry, bool]]:
    """A station's entries in the order typed, and of each whether the actor may see its figures."""
    with reading() as session:
        station = elections.station(session, actor, station_id)
        typed = elections.entries(session, station.election_id)[station.id]
    clerks = {entry.clerk for entry in typed}
    return [(entry, may_read(actor.subject, entry.clerk, clerks)) for entry in typed]


def _enter(uow: UnitOfWork, actor: Actor, station: tables.Station, sheet: Sheet) -> Entered:
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
    return Entered(entry, doubts_of(sheet), elections.comparison([*typed, entry]))
