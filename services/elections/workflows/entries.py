"""Typing tally sheets: each by two people, compared figure by figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.elections.domain.counting.sheet_faults import doubts_of, faults_of
from services.elections.domain.counting.sheet_form import SheetForm, read_sheet
from services.elections.domain.counting.tally import Comparison, Sheet, admit_clerk, may_read, tidied
from services.elections.domain.polling.stations import must_have_sheet
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State
from services.elections.store import elections, tables
from services.elections.store.database import reading, unit_of_work
from services.elections.store.rule_sets import rule_set
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import FieldError, Invalid
from shared.ids import new_id
from shared.tabular import read_rows


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry as it was taken: `doubts` should be looked up on the paper; how the sheet's entries stand now."""

    entry: tables.Entry
    doubts: Sequence[FieldError]
    comparison: Comparison


def enter_sheet(actor: Actor, station_id: UUID, sheet: Sheet, *, number: int = 1) -> Entered:
    """Keeps one person's typing of the station's sheet with that number. Raises Invalid for figures that cannot be,
    Conflict for a third person."""
    with unit_of_work(actor) as uow:
        station = elections.station(uow.session, actor, station_id)
        return keep_entry(uow, station, sheet, number=number, clerk=actor.subject)


def enter_sheet_file(actor: Actor, station_id: UUID, content: bytes) -> Entered:
    """The same from a filled-in form. Raises Invalid for another station's form, too."""
    rows = list(read_rows(content))
    with unit_of_work(actor) as uow:
        station = elections.station(uow.session, actor, station_id)
        standing = elections.on_paper(uow.session, station.election_id)
        form = SheetForm.of(station.name, [(row.post, row.name, str(row.id)) for row in standing])
        number, sheet = read_sheet(rows, form)
        return keep_entry(uow, station, sheet, number=number, clerk=actor.subject)


def readable_entries(actor: Actor, station_id: UUID) -> list[tuple[tables.Entry, bool]]:
    """A station's entries by sheet, in the order typed, and of each whether the actor may see its figures."""
    with reading() as session:
        station = elections.station(session, actor, station_id)
        typed = elections.entries(session, station.election_id, station.id)
    found: list[tuple[tables.Entry, bool]] = []
    for _, entries in sorted(typed.items()):
        clerks = {entry.clerk for entry in entries}
        found += [(entry, may_read(actor.subject, entry.clerk, clerks)) for entry in entries]
    return found


def keep_entry(uow: UnitOfWork, station: tables.Station, typed: Sheet, *, number: int, clerk: str) -> Entered:
    """An entry of the clerk's, in a transaction that is under way. Raises as `enter_sheet` does."""
    found = elections.election(uow.session, uow.actor, station.election_id, lock=True)
    allow(Change.ENTRIES, State(found.state))
    must_have_sheet(station.name, station.sheets, number)
    before = elections.entries(uow.session, found.id, station.id)[station.id, number]
    admit_clerk(clerk, (entry.clerk for entry in before))
    sheet = tidied(typed)
    if faults := faults_of(sheet, elections.ballots(uow.session, found.id), rule_set(found.rule_set).paper):
        raise Invalid("sheet_invalid", "计票单的数字不合理，请对照纸质计票单核对。", fields=faults)
    figures = sheet.as_facts()
    entry = tables.Entry(
        id=new_id(), station_id=station.id, area=station.area, sheet=number, clerk=clerk, figures=figures
    )
    uow.session.add(entry)
    uow.record("enter_sheet", subject=f"stations/{station.id}", area=station.area, after={"sheet": number, **figures})
    return Entered(entry, doubts_of(sheet), elections.comparison([*before, entry]))
