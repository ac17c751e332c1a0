"""Who works at the stations: entered and taken out, until the poll is closed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from services.elections.domain.polling.staff import StaffMember, faults_of
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State
from services.elections.store import elections, polling, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from shared import clock
from shared.auth.actor import Actor
from shared.columns import cells
from shared.database.unit_of_work import UnitOfWork
from shared.errors import FieldError, Invalid, NotFound
from shared.ids import new_id


def add_staff(actor: Actor, election_id: UUID, station_id: UUID, member: StaffMember) -> tables.Staff:
    """Raises Invalid for a candidate, a near relative of one, and for who works at a station already."""
    member = _tidied(member)
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        allow(Change.STAFF, State(found.state))
        station = _station(uow, found, station_id)
        candidates, relatives = polling.barred(uow.session, found.id)
        clause = rule_set(found.rule_set).polling.clause
        at = _station_of(uow, found, member)
        if faults := faults_of(member, at=at, candidates=candidates, relatives=relatives, clause=clause):
            raise Invalid("staff_invalid", "这个人不能担任投票站工作人员，请按提示修改。", fields=faults)
        row = _row(actor, station, member)
        uow.session.add(row)
        found.version += 1
        uow.record("add_staff", subject=f"elections/{found.id}", area=found.area, after=_facts(row))
        return row


def remove_staff(actor: Actor, election_id: UUID, member_id: UUID) -> None:
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        row = polling.staff_member(uow.session, found.id, member_id)
        allow(Change.STAFF, State(found.state))
        uow.session.delete(row)
        found.version += 1
        uow.record("remove_staff", subject=f"elections/{found.id}", area=found.area, before=_facts(row))


def _tidied(member: StaffMember) -> StaffMember:
    try:
        return replace(member, name=cells.person_name(member.name))
    except cells.Unreadable as fault:
        faults = [FieldError("name", fault.code, fault.message, fault.facts)]
        raise Invalid("staff_invalid", "这个人不能担任投票站工作人员，请按提示修改。", fields=faults) from fault


def _station(uow: UnitOfWork, found: tables.Election, station_id: UUID) -> tables.Station:
    station = elections.station(uow.session, uow.actor, station_id)
    if station.election_id != found.id:
        raise NotFound("station_not_found", "没有找到这个投票站。")
    return station


def _station_of(uow: UnitOfWork, found: tables.Election, member: StaffMember) -> str | None:
    """Where the person works already."""
    names = {station.id: station.name for station in elections.stations(uow.session, found.id)}
    rows = polling.staff(uow.session, found.id)
    return next((names[row.station_id] for row in rows if polling.as_member(row).person == member.person), None)


def _row(actor: Actor, station: tables.Station, member: StaffMember) -> tables.Staff:
    return tables.Staff(
        id=new_id(),
        election_id=station.election_id,
        station_id=station.id,
        area=station.area,
        name=member.name,
        birth_date=member.birth_date,
        role=member.role,
        by=actor.subject,
        at=clock.now(),
    )


def _facts(row: tables.Staff) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("station_id", "name", "birth_date", "role")}
