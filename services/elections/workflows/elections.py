"""Making an election and changing its draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.elections.domain.changes import Change, allow
from services.elections.domain.contests import Contest, check_contests
from services.elections.domain.numbers import latest_birth_date
from services.elections.domain.rule_set import RuleSet
from services.elections.domain.steps import State
from services.elections.store import elections, rolls, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set, rule_set_in_force
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid, Missing, NotFound
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
    """Raises NotFound for an area out of reach, Invalid for one that is no registered community, for contests that
    cannot be, for a doubled station and for a day without rules."""
    actor.must_reach(command.area)
    check_contests(command.contests)
    rules = _rules(command)
    with unit_of_work(actor) as uow:
        _must_be_community(uow, command.area)
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
            tables.Contest(election_id=made.id, post=contest.post, area=made.area, seats=contest.seats)
            for contest in command.contests
        )
        _add_stations(uow, made, command.stations)
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
        if "polling_day" in changes:
            _nobody_under_age(uow, found)
        found.version += 1
        uow.record("change_election", subject=f"elections/{found.id}", area=found.area, before=before, after=changes)
        return found


def add_station(actor: Actor, election_id: UUID, station: NewStation) -> tables.Station:
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        allow(Change.STATIONS, State(found.state))
        found.version += 1
        added = _add_stations(uow, found, [station])
        uow.record("add_station", subject=f"elections/{found.id}", area=found.area, after=asdict(station))
        return added[0]


def _rules(command: NewElection) -> RuleSet:
    """A rule set that is not there is a fault in what was sent: the election is not what was not found."""
    try:
        return rule_set(command.rule_set) if command.rule_set else rule_set_in_force(command.area, command.polling_day)
    except NotFound as error:
        field = "rule_set" if command.rule_set else "polling_day"
        fault = FieldError(field, error.code, error.message, error.facts)
        raise Invalid("election_invalid", "选举有误，请按提示修改。", fields=[fault]) from error


def _must_be_community(uow: UnitOfWork, code: str) -> None:
    """A residents' committee is a community's, and the register says which those are."""
    area = uow.session.get(tables.Area, code)
    if area is None:
        fault = FieldError("area", "area_unknown", "区划代码{area}还没有登记。", {"area": code})
    elif area.level != "community":
        fault = FieldError("area", "area_not_community", "{area}不是社区，居委会由社区选举。", {"area": area.name})
    else:
        return
    raise Invalid("election_invalid", "选举有误，请按提示修改。", fields=[fault])


def _add_stations(uow: UnitOfWork, found: tables.Election, stations: Sequence[NewStation]) -> list[tables.Station]:
    """Stations are told apart by their names, on paper as here."""
    there = [station.name for station in elections.stations(uow.session, found.id)]
    names = Counter([*there, *(station.name for station in stations)])
    if doubled := [name for name, times in names.items() if times > 1]:
        faults = [
            FieldError("name", "station_doubled", "已有名为“{name}”的投票站。", {"name": name}) for name in doubled
        ]
        raise Invalid("station_invalid", "投票站有误。", fields=faults)
    added = [
        tables.Station(id=new_id(), election_id=found.id, area=found.area, name=station.name, kind=station.kind)
        for station in stations
    ]
    uow.session.add_all(added)
    return added


def _nobody_under_age(uow: UnitOfWork, found: tables.Election) -> None:
    """Raises Conflict when the polling day comes too early for some on the roll or the list of candidates."""
    rule = rule_set(found.rule_set).electors
    young = rolls.count_born_after(uow.session, found.id, latest_birth_date(found.polling_day, rule.age))
    if young:
        facts = {"count": young, "age": rule.age, "polling_day": found.polling_day.isoformat()}
        message = "有{count}名选民或候选人到{polling_day}未满{age}周岁。"
        missing = Missing("under_age", message, rule.clause, facts)
        raise Conflict("polling_day_too_early", "选举日不能改到这一天。", missing=[missing])


def _described(command: NewElection) -> dict[str, Any]:
    return {"title": command.title, "mode": command.mode, "polling_day": command.polling_day}
