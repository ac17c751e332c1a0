"""Promises (R70): said in public, kept with evidence or given up with a reason; a day that passed is told."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.notices.domain.promises import PromiseState, check_days, must_be_open
from services.notices.store import areas, promises
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Promise
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id

_SYSTEM = Actor.system("notices")
_AT_A_TIME = 200  # rows a tick: the rest waits for the next one


@dataclass(frozen=True, slots=True)
class NewPromise:
    text: str
    promised_by: str
    promised_on: date
    due_on: date
    text_en: str | None = None


def make_promise(actor: Actor, *, area: str, command: NewPromise) -> Promise:
    """Raises NotFound for an area out of reach, Invalid."""
    actor.must_reach(area)
    check_days(command.promised_on, command.due_on, today=clock.today())
    with unit_of_work(actor) as uow:
        areas.area(uow.session, area)
        return add_promise(uow, area=area, command=command)


def add_promise(uow: UnitOfWork, *, area: str, command: NewPromise, origin: str | None = None) -> Promise:
    """Within what it follows from: an outcome, a gap that was found."""
    made = Promise(
        id=new_id(),
        area=area,
        origin=origin,
        state=PromiseState.OPEN,
        version=1,
        created_by=uow.actor.subject,
        created_at=clock.now(),
        **asdict(command),
    )
    uow.session.add(made)
    uow.record("make_promise", subject=f"promises/{made.id}", area=area, after=asdict(command))
    return made


def settle_promise(actor: Actor, promise_id: UUID, *, kept: bool, evidence: str) -> Promise:
    """Kept, with what shows it, or given up, with the reason. Raises Conflict when it is settled already."""
    with unit_of_work(actor) as uow:
        found = promises.promise(uow.session, actor, promise_id, lock=True)
        must_be_open(PromiseState(found.state))
        found.state = PromiseState.KEPT if kept else PromiseState.GIVEN_UP
        found.evidence, found.settled_on, found.settled_by = evidence, clock.today(), actor.subject
        found.version += 1
        after = {"state": found.state, "evidence": evidence}
        uow.record("settle_promise", subject=f"promises/{found.id}", area=found.area, after=after)
        return found


def tell_missed_promises() -> int:
    """How many days that passed were told of, each once."""
    today = clock.today()
    with unit_of_work(_SYSTEM) as uow:
        missed = (Promise.state == PromiseState.OPEN) & (Promise.due_on < today) & Promise.told_at.is_(None)
        late = select(Promise).where(missed).order_by(Promise.due_on).limit(_AT_A_TIME)
        found = uow.session.scalars(late.with_for_update(skip_locked=True)).all()
        for each in found:
            each.told_at = clock.now()
            facts = {
                "promise_id": each.id,
                "text": each.text,
                "promised_by": each.promised_by,
                "due_on": each.due_on,
                "origin": each.origin,
            }
            uow.emit("notices.promise_missed.v1", subject=f"promises/{each.id}", area=each.area, data=facts)
        return len(found)
