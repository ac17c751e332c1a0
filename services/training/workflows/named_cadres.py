"""Cadres that the rows of a file name: by community and name, and by birth date where two have the same name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.training.store import regimes
from services.training.store.tables import Area, Cadre
from shared.columns.rows import RowReader
from shared.database.unit_of_work import UnitOfWork


class NamedCadres:
    """Loaded once for each community. `rows` have `area`, `name` and perhaps `birth_date`."""

    def __init__(self, uow: UnitOfWork, rows: Iterable[Mapping[str, Any]]) -> None:
        self._uow = uow
        names: dict[str, set[str]] = {}
        for values in rows:
            names.setdefault(values["area"], set()).add(values["name"])
        self._known = {
            area: regimes.cadres_by_name(uow.session, area, sorted(each))
            for area, each in names.items()
            if uow.actor.reaches(area)
        }

    def find(self, reader: RowReader, line: int, values: Mapping[str, Any]) -> Cadre | None:
        """None where the reader got a fault."""
        if not is_registered(self._uow, reader, line, values["area"]):
            return None
        born = values.get("birth_date")
        same = self._known[values["area"]][values["name"]]
        found = [each for each in same if born is None or each.birth_date == born]
        if len(found) == 1:
            return found[0]
        if found:
            message = "这个社区有{count}名同名干部，请填写出生日期。"
            reader.fault(line, "name", "cadre_ambiguous", message, {"count": len(found)})
        else:
            reader.fault(line, "name", "cadre_unknown", "这个社区没有这名干部。", {})
        return None


def is_registered(uow: UnitOfWork, reader: RowReader, line: int, area: str) -> bool:
    """Whether a row's area is there and the actor's; else the reader gets the fault."""
    if uow.actor.reaches(area) and uow.session.get(Area, area) is not None:
        return True
    reader.fault(line, "area", "area_unknown", "区划代码{area}还没有登记。", {"area": area})
    return False
