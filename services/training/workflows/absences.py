"""Recording leave and blackout days. Sessions that fall into them stay until somebody moves or cancels them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.training.domain.learning.absences import check_days
from services.training.store import absences, cadres, catalogue
from services.training.store.database import unit_of_work
from services.training.store.places import must_be_registered
from services.training.store.tables import Blackout, Leave, Teacher
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id


def grant_teacher_leave(actor: Actor, teacher_id: UUID, *, starts_on: date, ends_on: date, reason: str) -> Leave:
    check_days(starts_on, ends_on)
    with unit_of_work(actor) as uow:
        teacher = catalogue.own_item(uow.session, actor, Teacher, teacher_id)
        leave = Leave(area=teacher.area, teacher_id=teacher.id, starts_on=starts_on, ends_on=ends_on, reason=reason)
        return _grant(uow, leave)


def grant_cadre_leave(actor: Actor, cadre_id: UUID, *, starts_on: date, ends_on: date, reason: str) -> Leave:
    check_days(starts_on, ends_on)
    with unit_of_work(actor) as uow:
        cadre = cadres.cadre(uow.session, actor, cadre_id)
        leave = Leave(area=cadre.area, cadre_id=cadre.id, starts_on=starts_on, ends_on=ends_on, reason=reason)
        return _grant(uow, leave)


def end_leave(actor: Actor, leave_id: UUID) -> None:
    """Takes it back, as if it had never been asked for."""
    with unit_of_work(actor) as uow:
        leave = absences.leave(uow.session, actor, leave_id)
        uow.session.delete(leave)
        uow.record("end_leave", subject=f"leaves/{leave.id}", area=leave.area, before=_days(leave))


def add_blackout(actor: Actor, *, area: str, starts_on: date, ends_on: date, reason: str) -> Blackout:
    actor.must_reach(area)
    check_days(starts_on, ends_on)
    with unit_of_work(actor) as uow:
        must_be_registered(uow.session, area)
        made = Blackout(id=new_id(), area=area, starts_on=starts_on, ends_on=ends_on, reason=reason)
        uow.session.add(made)
        uow.record("add_blackout", subject=f"blackouts/{made.id}", area=area, after=_days(made))
        return made


def remove_blackout(actor: Actor, blackout_id: UUID) -> None:
    with unit_of_work(actor) as uow:
        found = absences.blackout(uow.session, actor, blackout_id)
        uow.session.delete(found)
        uow.record("remove_blackout", subject=f"blackouts/{found.id}", area=found.area, before=_days(found))


def _grant(uow: UnitOfWork, leave: Leave) -> Leave:
    leave.id = new_id()
    uow.session.add(leave)
    uow.record("grant_leave", subject=f"leaves/{leave.id}", area=leave.area, after=_days(leave))
    return leave


def _days(row: Leave | Blackout) -> dict[str, date]:
    return {"starts_on": row.starts_on, "ends_on": row.ends_on}
