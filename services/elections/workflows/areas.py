"""Registering areas: the elections service keeps the register, the others hear of it."""

from __future__ import annotations

from sqlalchemy import select

from services.elections.store.database import unit_of_work
from services.elections.store.tables import Area
from shared import areas
from shared.auth.actor import Actor


def register_area(actor: Actor, *, code: str, name: str) -> tuple[Area, bool]:
    """The area, and whether it is new. The same name again changes nothing and tells nobody."""
    actor.must_reach(areas.check(code))
    with unit_of_work(actor) as uow:
        area = uow.session.scalar(select(Area).where(Area.code == code).with_for_update())
        if area is not None and area.name == name:
            return area, False
        new = area is None
        before = None if area is None else {"name": area.name}
        if area is None:
            area = Area(code=code, level=areas.level(code))
            uow.session.add(area)
        area.name = name
        facts = {"code": code, "name": name, "level": area.level}
        uow.record("register_area", subject=f"areas/{code}", area=code, before=before, after=facts)
        uow.emit("elections.area_registered.v1", subject=f"areas/{code}", area=code, data=facts)
        return area, new
