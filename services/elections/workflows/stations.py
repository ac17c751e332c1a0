"""Stations and mobile boxes: added, changed, taken out, until polling begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from services.elections.domain.polling.mobile_boxes import check_count
from services.elections.domain.polling.stations import check_fewer_sheets, check_hours
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State
from services.elections.store import elections, mobile_boxes, polling, tables
from services.elections.store.database import reading, unit_of_work
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id
from shared.web.etags import Expected, must_match

_AFTER_OPENING = {"sheets"}
"""What may be changed until the count: how many bundles of papers there are is seen when the boxes are opened."""


@dataclass(frozen=True, slots=True)
class NewStation:
    """`sheets` is how many tally sheets it will have, `requests` how many electors asked for the mobile box."""

    name: str
    kind: str
    sheets: int = 1
    address: str = ""
    opens_at: time | None = None
    closes_at: time | None = None
    secret_booth: bool = False
    requests: int = 0
    list_published_on: date | None = None


def station_of(actor: Actor, station_id: UUID) -> tables.Station:
    with reading() as session:
        return elections.station(session, actor, station_id)


def add_station(actor: Actor, election_id: UUID, station: NewStation) -> tables.Station:
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        allow(Change.STATIONS, State(found.state))
        found.version += 1
        added = add_stations(uow, found, [station])
        uow.record("add_station", subject=f"elections/{found.id}", area=found.area, after=asdict(station))
        return added[0]


def change_station(actor: Actor, station_id: UUID, changes: Mapping[str, Any], *, version: Expected) -> tables.Station:
    """Raises PreconditionFailed when someone else changed it first, Conflict for fewer sheets than were typed."""
    with unit_of_work(actor) as uow:
        station, found = _locked(uow, actor, station_id, version)
        changes = {name: value for name, value in changes.items() if getattr(station, name) != value}
        allow(Change.SHEETS if changes.keys() <= _AFTER_OPENING else Change.STATIONS, State(found.state))
        before = {name: getattr(station, name) for name in changes}
        if "name" in changes:
            others = (each.name for each in elections.stations(uow.session, found.id) if each.id != station.id)
            _must_be_apart([*others, changes["name"]])
        if "requests" in changes:
            check_count(changes["requests"], mobile_boxes.count(uow.session, station.id))
        if "sheets" in changes:
            check_fewer_sheets(station.name, changes["sheets"], _last_typed(uow, station))
        for name, value in changes.items():
            setattr(station, name, value)
        _check(station)
        station.version += 1
        found.version += 1
        uow.record("change_station", subject=f"stations/{station.id}", area=found.area, before=before, after=changes)
        return station


def remove_station(actor: Actor, station_id: UUID, *, version: Expected) -> None:
    """With its staff. Raises Conflict while it has papers: they are accounted for first."""
    with unit_of_work(actor) as uow:
        station, found = _locked(uow, actor, station_id, version)
        allow(Change.STATIONS, State(found.state))
        account = polling.accounts(uow.session, found.id).get(station.id)
        if account is not None and account.received:
            message = "{station}领取的{received}张选票还没有退回，不能撤销。"
            raise Conflict("station_has_papers", message, station=station.name, received=account.received)
        if account is not None:
            uow.session.delete(account)
        uow.session.execute(delete(tables.Staff).where(tables.Staff.station_id == station.id))
        uow.session.flush()
        uow.session.delete(station)
        found.version += 1
        before = {"name": station.name, "kind": station.kind}
        uow.record("remove_station", subject=f"stations/{station.id}", area=found.area, before=before)


def add_stations(uow: UnitOfWork, found: tables.Election, stations: Sequence[NewStation]) -> list[tables.Station]:
    """Stations are told apart by their names, on paper as here."""
    there = (station.name for station in elections.stations(uow.session, found.id))
    _must_be_apart([*there, *(station.name for station in stations)])
    for station in stations:
        _check(station)
    added = [
        tables.Station(id=new_id(), election_id=found.id, area=found.area, **asdict(station)) for station in stations
    ]
    uow.session.add_all(added)
    return added


def _locked(
    uow: UnitOfWork, actor: Actor, station_id: UUID, version: Expected
) -> tuple[tables.Station, tables.Election]:
    """The station as it is once its election is held."""
    station = elections.station(uow.session, actor, station_id)
    found = elections.election(uow.session, actor, station.election_id, lock=True)
    uow.session.refresh(station)
    must_match(station.version, version)
    return station, found


def _check(station: NewStation | tables.Station) -> None:
    check_hours(station.opens_at, station.closes_at)
    if station.list_published_on is not None and station.list_published_on > clock.today():
        fault = FieldError("list_published_on", "date_in_future", "公布以后再登记，不能预先登记。")
        raise Invalid("station_invalid", "投票站有误。", fields=[fault])


def _must_be_apart(names: Iterable[str]) -> None:
    if doubled := [name for name, times in Counter(names).items() if times > 1]:
        faults = [
            FieldError("name", "station_doubled", "已有名为“{name}”的投票站。", {"name": name}) for name in doubled
        ]
        raise Invalid("station_invalid", "投票站有误。", fields=faults)


def _last_typed(uow: UnitOfWork, station: tables.Station) -> int:
    query = select(func.max(tables.Entry.sheet)).where(tables.Entry.station_id == station.id)
    return uow.session.scalar(query) or 0
