"""Making an election and changing its draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.elections.domain.changes import Change, allow
from services.elections.domain.contests import Contest, check_contests
from services.elections.domain.steps import State
from services.elections.store import elections, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set, rule_set_in_force
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import FieldError, Invalid
from shared.ids import new_id
from shared.web.etags import must_match


@dataclass(frozen=True, slots=True)
class NewStation:
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class NewElection:
    """`rule_set` is the id of one; None takes the one in force on polling day, and pins it."""

    area: str
    title: str
    mode: str
    polling_day: date
    contests: Sequence[Contest]
    stations: Sequence[NewStation] = ()
    rule_set: str | None = None


def create_election(actor: Actor, command: NewElection) -> tables.Election:
    """Raises NotFound for an area out of reach, Invalid for one that is not registered or contests that cannot be."""
    actor.must_reach(command.area)
    check_contests(command.contests)
    rules = rule_set(command.rule_set) if command.rule_set else rule_set_in_force(command.polling_day)
    with unit_of_work(actor) as uow:
        _must_be_registered(uow, command.area)
        made = tables.Election(
            id=new_id(),
            area=command.area,
            title=command.title,
            mode=command.mode,
            polling_day=command.polling_day,
            rule_set=rules.id,
            state=State.DRAFT,
            version=1,
            electors=0,
        )
        uow.session.add(made)
        uow.session.flush()
        uow.session.add_all(
            tables.Contest(election_id=made.id, post=contest.post, seats=contest.seats) for contest in command.contests
        )
        for station in command.stations:
            _add_station(uow, made, station)
        uow.record("create_election", subject=f"elections/{made.id}", area=made.area, after=_described(command))
        return made


def change_election(actor: Actor, election_id: UUID, changes: dict[str, Any], *, version: int) -> tables.Election:
    """Changes title or polling day of a draft. Raises PreconditionFailed when someone else changed it first."""
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        must_match(found.version, version)
        allow(Change.DETAILS, State(found.state))
        before = {name: getattr(found, name) for name in changes}
        for name, value in changes.items():
            setattr(found, name, value)
        found.version += 1
        uow.record("change_election", subject=f"elections/{found.id}", area=found.area, before=before, after=changes)
        return found


def add_station(actor: Actor, election_id: UUID, station: NewStation) -> tables.Station:
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        allow(Change.STATIONS, State(found.state))
        if any(other.name == station.name for other in elections.stations(uow.session, election_id)):
            fault = FieldError("name", "station_doubled", "已有名为“{name}”的投票站。", {"name": station.name})
            raise Invalid("station_invalid", "投票站有误。", fields=[fault])
        added = _add_station(uow, found, station)
        uow.record("add_station", subject=f"elections/{found.id}", area=found.area, after=asdict(station))
        return added


def _add_station(uow: UnitOfWork, found: tables.Election, station: NewStation) -> tables.Station:
    added = tables.Station(id=new_id(), election_id=found.id, area=found.area, name=station.name, kind=station.kind)
    uow.session.add(added)
    return added


def _must_be_registered(uow: UnitOfWork, area: str) -> None:
    if uow.session.get(tables.Area, area) is None:
        fault = FieldError("area", "area_unknown", "区划代码{area}还没有登记。", {"area": area})
        raise Invalid("election_invalid", "选举有误，请按提示修改。", fields=[fault])


def _described(command: NewElection) -> dict[str, Any]:
    return {"title": command.title, "mode": command.mode, "polling_day": command.polling_day}
