"""Near relatives: recorded and taken back, until the count may need them no more."""

from __future__ import annotations

from uuid import UUID

from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State
from services.elections.domain.roll.relatives import Kinship, tidied
from services.elections.store import elections, relatives, tables
from services.elections.store.database import unit_of_work
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict
from shared.ids import new_id


def record_relatives(actor: Actor, election_id: UUID, kinship: Kinship) -> tables.NearRelative:
    """Raises Invalid for who cannot be relatives, Conflict for a pair that is there already."""
    kinship = tidied(kinship)
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        root = elections.root(uow.session, found)
        if kinship.pair in relatives.pairs(uow.session, root.id):
            raise Conflict("relatives_known", "这两人的近亲属关系已经登记。")
        row = tables.NearRelative(
            id=new_id(),
            election_id=root.id,
            area=root.area,
            one=kinship.person.key,
            other=kinship.relative.key,
            relation=kinship.relation,
            by=actor.subject,
            at=clock.now(),
        )
        uow.session.add(row)
        uow.record("record_relatives", subject=f"elections/{root.id}", area=root.area, after=_facts(row))
        return row


def remove_relatives(actor: Actor, election_id: UUID, relative_id: UUID) -> None:
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        row = relatives.near_relative(uow.session, found, relative_id)
        uow.session.delete(row)
        uow.record("remove_relatives", subject=f"elections/{row.election_id}", area=row.area, before=_facts(row))


def _open(uow: UnitOfWork, actor: Actor, election_id: UUID) -> tables.Election:
    """With its lock, and that of the first election of its family, which holds the pairs."""
    found = elections.election(uow.session, actor, election_id, lock=True)
    allow(Change.RELATIVES, State(found.state))
    found.version += 1
    elections.election(uow.session, actor, elections.root(uow.session, found).id, lock=True)
    return found


def _facts(row: tables.NearRelative) -> dict[str, str]:
    return {"one": row.one, "other": row.other, "relation": row.relation}
