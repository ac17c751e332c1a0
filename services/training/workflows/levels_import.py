"""Assessed levels from a file: all rows or none; a newer word on the same day corrects the older one."""

from __future__ import annotations

from typing import Any

from services.training.domain.learning.levels_file import COLUMNS, READERS
from services.training.store import roster
from services.training.store.database import unit_of_work
from services.training.workflows.named_cadres import NamedCadres
from shared import clock
from shared.auth.actor import Actor
from shared.columns.headers import read_headers
from shared.columns.rows import RowReader
from shared.errors import Invalid, TooLarge
from shared.tabular import read_table

_MOST_ROWS = 20_000
_ASSESSED = ("competency", "level", "assessed_on", "assessor", "evidence")


def import_levels(actor: Actor, content: bytes) -> int:
    """How many rows were taken in. Raises Invalid with every bad row."""
    table = read_table(content)
    reader = RowReader(read_headers(table.header, COLUMNS, table.line).by_column, READERS)
    rows = list(reader.read(table.rows))
    if len(rows) > _MOST_ROWS:
        raise TooLarge("too_many_rows", "一次最多导入{most}行，请分批导入。", most=_MOST_ROWS)
    with unit_of_work(actor) as uow:
        people, found = NamedCadres(uow, [values for _, values in rows]), []
        for line, values in rows:
            if values["assessed_on"] > clock.today():
                reader.fault(line, "assessed_on", "date_in_future", "日期不能晚于今天。", {})
            if cadre := people.find(reader, line, values):
                found.append({"area": cadre.area, "cadre_id": cadre.id, **{name: values[name] for name in _ASSESSED}})
        reader.faults.refuse("levels_invalid", "文件有{count}处错误，没有导入。")
        _must_hold(found)
        roster.keep_levels(uow.session, found)
        uow.record("import_levels", subject="levels", area=actor.area or found[0]["area"], after={"rows": len(found)})
        return len(found)


def _must_hold(found: list[dict[str, Any]]) -> None:
    if not found:
        raise Invalid("records_empty", "文件中没有记录。")
