"""Grievances: filed in confidence, accepted and answered by an office above, each by its day."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from services.training.domain.conduct.grievances import (
    GrievanceKind,
    GrievanceState,
    accept_due,
    answer_due,
    check_handler,
    code_hash,
    must_be,
)
from services.training.store import grievances
from services.training.store.database import unit_of_work
from services.training.store.places import must_be_registered
from services.training.store.tables import Grievance
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id

_SYSTEM = Actor.system("training")
_AT_A_TIME = 200  # rows a tick: the rest waits for the next one
_CODE_BYTES = 24


@dataclass(frozen=True, slots=True)
class Filed:
    """`code` is told once, here: nobody can find it out afterwards."""

    grievance: Grievance
    code: str


def file_grievance(actor: Actor, *, area: str, kind: GrievanceKind, text: str) -> Filed:
    """The audit trail says that one was filed, not by whom: the system itself stands there."""
    actor.must_reach(area)
    code, today = secrets.token_urlsafe(_CODE_BYTES), clock.today()
    with unit_of_work(_SYSTEM) as uow:
        must_be_registered(uow.session, area)
        made = Grievance(
            id=new_id(),
            area=area,
            kind=kind,
            text=text,
            code_hash=code_hash(code),
            state=GrievanceState.FILED,
            filed_on=today,
            accept_due_on=accept_due(today),
            answer_due_on=answer_due(today),
        )
        uow.session.add(made)
        uow.record("file_grievance", subject=f"grievances/{made.id}", area=area)
        return Filed(made, code)


def accept_grievance(actor: Actor, grievance_id: UUID, *, accept: bool, note: str) -> Grievance:
    """Or decline it, with a note that says where to turn."""
    check_handler(actor.area)
    with unit_of_work(actor) as uow:
        found = grievances.grievance(uow.session, actor, grievance_id, lock=True)
        must_be(GrievanceState(found.state), GrievanceState.FILED)
        found.state = GrievanceState.ACCEPTED if accept else GrievanceState.DECLINED
        found.accepted_on, found.accepted_by, found.note = clock.today(), actor.subject, note
        uow.record("accept_grievance", subject=f"grievances/{found.id}", area=found.area, after={"accept": accept})
        return found


def answer_grievance(actor: Actor, grievance_id: UUID, *, answer: str) -> Grievance:
    check_handler(actor.area)
    with unit_of_work(actor) as uow:
        found = grievances.grievance(uow.session, actor, grievance_id, lock=True)
        must_be(GrievanceState(found.state), GrievanceState.ACCEPTED)
        found.state, found.answer = GrievanceState.ANSWERED, answer
        found.answered_on, found.answered_by = clock.today(), actor.subject
        uow.record("answer_grievance", subject=f"grievances/{found.id}", area=found.area, after={"answer": answer})
        return found


def tell_missed_grievances() -> int:
    """How many days that passed were told of, each once, without a word of what the grievance is about."""
    today, row = clock.today(), Grievance
    with unit_of_work(_SYSTEM) as uow:
        unaccepted = (row.state == GrievanceState.FILED) & (row.accept_due_on < today) & row.accept_told_at.is_(None)
        waiting = row.state.in_([GrievanceState.FILED, GrievanceState.ACCEPTED])
        unanswered = waiting & (row.answer_due_on < today) & row.answer_told_at.is_(None)
        late = select(row).where(unaccepted | unanswered).order_by(row.id).limit(_AT_A_TIME)
        return sum(_tell(uow, each, today) for each in uow.session.scalars(late.with_for_update(skip_locked=True)))


def _tell(uow: UnitOfWork, found: Grievance, today: date) -> int:
    told = 0
    if found.state == GrievanceState.FILED and found.accept_due_on < today and found.accept_told_at is None:
        found.accept_told_at = clock.now()
        told += _emit(uow, found, "acceptance", found.accept_due_on, today)
    if found.answer_due_on < today and found.answer_told_at is None:
        found.answer_told_at = clock.now()
        told += _emit(uow, found, "answer", found.answer_due_on, today)
    return told


def _emit(uow: UnitOfWork, found: Grievance, step: Literal["acceptance", "answer"], due_on: date, today: date) -> int:
    facts = {"grievance_id": found.id, "step": step, "due_on": due_on, "days_late": (today - due_on).days}
    uow.emit("training.grievance_deadline_missed.v1", subject=f"grievances/{found.id}", area=found.area, data=facts)
    return 1
