"""Records of the regimes: typed one by one or taken from a file whole, completed, withdrawn with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.training.domain.regimes.catalogue import Holder, Regime
from services.training.domain.regimes.records import (
    Facts,
    check_record,
    columns,
    completed,
    must_be_typed,
    read_rows,
    regime,
)
from services.training.store import cadres, regimes
from services.training.store.database import unit_of_work
from services.training.store.places import must_be_registered
from services.training.store.tables import RegimeRecord
from services.training.workflows.named_cadres import NamedCadres, is_registered
from shared import clock
from shared.auth.actor import Actor
from shared.columns.headers import read_headers
from shared.columns.rows import RowReader
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Invalid
from shared.ids import new_id
from shared.tabular import read_table

Row = tuple[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class NewRecord:
    """`area` is needed where the record is about a community; a cadre's is the cadre's own."""

    on: date
    facts: Mapping[str, Any]
    cadre_id: UUID | None = None
    area: str | None = None


def keep_record(actor: Actor, code: str, command: NewRecord) -> RegimeRecord:
    kind = regime(code)
    check_record(kind, Facts(command.on, command.facts), has_cadre=command.cadre_id is not None, today=clock.today())
    with unit_of_work(actor) as uow:
        made = _row(actor, kind, _area(uow, command), command.cadre_id, command.on, command.facts)
        uow.session.add(made)
        _record(uow, made, "keep_record", after={"regime": code, **command.facts})
        return made


def import_records(actor: Actor, code: str, content: bytes) -> int:
    """How many were added. Raises Invalid with every bad row: a file is taken whole or not."""
    kind = regime(code)
    must_be_typed(kind)
    table = read_table(content)
    reader, rows = read_rows(kind, read_headers(table.header, columns(kind), table.line), table.rows)
    with unit_of_work(actor) as uow:
        made = _rows(uow, kind, reader, list(rows))
        reader.faults.refuse("records_invalid", "文件有{count}处错误，没有导入。")
        if not made:
            raise Invalid("records_empty", "文件中没有记录。")
        uow.session.add_all(made)
        area = actor.area or made[0].area
        uow.record("import_records", subject=f"regimes/{code}", area=area, after={"records": len(made)})
        return len(made)


def complete_record(actor: Actor, record_id: UUID, *, on: date) -> RegimeRecord:
    """The duty of the record is done: disclosed, put into practice."""
    with unit_of_work(actor) as uow:
        found = regimes.record(uow.session, actor, record_id)
        found.facts = completed(regime(found.regime), found.facts, on, today=clock.today())
        _record(uow, found, "complete_record", after={"on": on})
        return found


def withdraw_record(actor: Actor, record_id: UUID, *, reason: str) -> None:
    """The row stays, and counts no longer."""
    with unit_of_work(actor) as uow:
        found = regimes.record(uow.session, actor, record_id)
        found.withdrawn_at, found.withdraw_reason = clock.now(), reason
        _record(uow, found, "withdraw_record", before=found.facts, after={"reason": reason})


def _area(uow: UnitOfWork, command: NewRecord) -> str:
    if command.cadre_id is not None:
        return cadres.cadre(uow.session, uow.actor, command.cadre_id).area
    area = command.area or uow.actor.area or ""
    uow.actor.must_reach(area)
    must_be_registered(uow.session, area)
    return area


def _rows(uow: UnitOfWork, kind: Regime, reader: RowReader, rows: list[Row]) -> list[RegimeRecord]:
    """Of rows without a fault; the reader gets the faults."""
    people = NamedCadres(uow, [values for _, values in rows]) if kind.holder is Holder.CADRE else None
    made = []
    for line, values in rows:
        area = values["area"]
        cadre = people.find(reader, line, values) if people else None
        if cadre is None if people else not is_registered(uow, reader, line, area):
            continue
        try:
            check_record(kind, Facts(values["on"], values["facts"]), has_cadre=people is not None, today=clock.today())
        except Invalid as error:
            for each in error.fields:
                column = each.field if each.field in reader.headers else "on"
                reader.fault(line, column, each.code, each.message, each.facts)
        else:
            made.append(_row(uow.actor, kind, area, cadre.id if cadre else None, values["on"], values["facts"]))
    return made


def _row(
    actor: Actor, kind: Regime, area: str, cadre_id: UUID | None, on: date, facts: Mapping[str, Any]
) -> RegimeRecord:
    return RegimeRecord(
        id=new_id(),
        regime=kind.code,
        area=area,
        cadre_id=cadre_id,
        on=on,
        facts=dict(facts),
        recorded_by=actor.subject,
        recorded_at=clock.now(),
    )


def _record(uow: UnitOfWork, found: RegimeRecord, action: str, **states: Any) -> None:
    uow.record(action, subject=f"records/{found.id}", area=found.area, **states)
