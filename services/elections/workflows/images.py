"""Scanned sheets: attached with their hash, never replaced."""

from __future__ import annotations

import hashlib
from uuid import UUID

from services.elections.domain.counting.images import recognise
from services.elections.domain.polling.stations import must_have_sheet
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State
from services.elections.store import elections, images, tables
from services.elections.store.database import reading, unit_of_work
from shared import clock
from shared.auth.actor import Actor
from shared.ids import new_id


def attach_image(actor: Actor, station_id: UUID, number: int, content: bytes) -> tables.SheetImage:
    """A scan of one of the station's sheets; an earlier one stays, with its hash in the audit trail."""
    kind, digest = recognise(content), hashlib.sha256(content).hexdigest()
    with unit_of_work(actor) as uow:
        station = elections.station(uow.session, actor, station_id)
        found = elections.election(uow.session, actor, station.election_id, lock=True)
        allow(Change.IMAGES, State(found.state))
        must_have_sheet(station.name, station.sheets, number)
        row = tables.SheetImage(
            id=new_id(),
            election_id=found.id,
            station_id=station.id,
            area=station.area,
            sheet=number,
            kind=kind,
            sha256=digest,
            content=content,
            by=actor.subject,
            at=clock.now(),
        )
        uow.session.add(row)
        after = {"sheet": number, "kind": kind, "sha256": digest}
        uow.record("attach_image", subject=f"stations/{station.id}", area=found.area, after=after)
        return row


def image_with_content(actor: Actor, image_id: UUID) -> tables.SheetImage:
    with reading() as session:
        return images.image(session, actor, image_id)
