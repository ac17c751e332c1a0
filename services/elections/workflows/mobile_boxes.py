"""The list of who asked for a mobile box: written until the poll opens, and published again after every change."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.elections.domain.candidacy.nominators import Named
from services.elections.domain.polling.mobile_boxes import (
    BoxReason,
    asked_already,
    check_mobile,
    check_received,
    who_asks,
)
from services.elections.domain.polling.stations import StationKind
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State
from services.elections.store import elections, mobile_boxes, nominations, tables
from services.elections.store.database import unit_of_work
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id


def ask_for_box(
    actor: Actor, station_id: UUID, named: Named, *, reason: BoxReason, received_on: date | None
) -> tables.BoxRequest:
    """Raises Invalid unless an elector of the roll is named, Conflict for one who is on a list already."""
    received = received_on or clock.today()
    check_received(received, today=clock.today())
    with unit_of_work(actor) as uow:
        station = elections.station(uow.session, actor, station_id)
        found = _open(uow, actor, station.election_id)
        check_mobile(station.name, StationKind(station.kind))
        elector = who_asks(named, nominations.on_roll(uow.session, found, [named]))
        if there := mobile_boxes.of_elector(uow.session, found.id, elector):
            raise asked_already(elections.station(uow.session, actor, there.station_id).name)
        row = tables.BoxRequest(
            id=new_id(),
            election_id=found.id,
            station_id=station.id,
            area=found.area,
            elector_id=elector,
            reason=reason,
            received_on=received,
            by=actor.subject,
            at=clock.now(),
        )
        uow.session.add(row)
        _changed(uow, station)
        after = {"id": row.id, "elector_id": elector}
        uow.record("ask_for_box", subject=f"stations/{station.id}", area=found.area, after=after)
        return row


def take_off_list(actor: Actor, request_id: UUID) -> None:
    """Who asked by mistake, or will come after all."""
    with unit_of_work(actor) as uow:
        row = mobile_boxes.request(uow.session, actor, request_id)
        _open(uow, actor, row.election_id)
        _remove(uow, row)


def lapse(uow: UnitOfWork, election_id: UUID, elector_id: UUID) -> None:
    """Who is taken out of the roll is on no list, within a unit of work that holds the election's lock."""
    if row := mobile_boxes.of_elector(uow.session, election_id, elector_id):
        _remove(uow, row)


def _remove(uow: UnitOfWork, row: tables.BoxRequest) -> None:
    uow.session.delete(row)
    _changed(uow, uow.session.get_one(tables.Station, row.station_id))
    before = {"id": row.id, "elector_id": row.elector_id}
    uow.record("take_off_box_list", subject=f"stations/{row.station_id}", area=row.area, before=before)


def _changed(uow: UnitOfWork, station: tables.Station) -> None:
    """What was published is no longer the list."""
    uow.session.flush()
    station.requests = mobile_boxes.count(uow.session, station.id)
    station.list_published_on = None
    station.version += 1


def _open(uow: UnitOfWork, actor: Actor, election_id: UUID) -> tables.Election:
    found = elections.election(uow.session, actor, election_id, lock=True)
    allow(Change.BOX_REQUESTS, State(found.state))
    found.version += 1
    return found
