"""Only what the register of areas has can hold anything."""

from __future__ import annotations

from services.training.store.tables import Area
from shared.database.unit_of_work import UnitOfWork
from shared.errors import FieldError, Invalid


def must_be_registered(uow: UnitOfWork, area: str) -> None:
    """Raises Invalid."""
    if uow.session.get(Area, area) is None:
        fault = FieldError("area", "area_unknown", "区划代码{area}还没有登记。", {"area": area})
        raise Invalid("area_unknown", "区划代码{area}还没有登记。", fields=[fault], area=area)
