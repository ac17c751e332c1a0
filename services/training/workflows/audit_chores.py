"""Audits as chores of the tick: each community's yearly one and each director's leaving audit are planned in time, and
what is missed is told of once."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert

from services.training.domain.conduct.audits import LEAVING_DAYS_BEFORE, OPEN, AuditKind, AuditState, leaving_due
from services.training.store.database import unit_of_work
from services.training.store.tables import Area, Audit, AuditFinding, Term
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id

_SYSTEM = Actor.system("training")
_AT_A_TIME = 200  # rows a tick: the rest waits for the next one
_ENDED_DAYS = 30  # a term that ended longer ago had its audit before this system kept any


def plan_audits() -> int:
    """How many were planned: nobody has to remember that a year or a term needs its audit."""
    with unit_of_work(_SYSTEM) as uow:
        return _plan_yearly(uow, clock.today()) + _plan_leaving(uow, clock.today())


def tell_missed_audits() -> int:
    """How many days that passed were told of: of audits that are not published and of findings not rectified."""
    with unit_of_work(_SYSTEM) as uow:
        return _tell_audits(uow, clock.today()) + _tell_findings(uow, clock.today())


def _plan_yearly(uow: UnitOfWork, today: date) -> int:
    there = exists().where(Audit.area == Area.code, Audit.kind == AuditKind.YEARLY, Audit.year == today.year)
    places = select(Area.code).where(Area.level == "community", ~there).order_by(Area.code).limit(_AT_A_TIME)
    due_on = today.replace(month=12, day=31)
    return _plan(uow, [_row(area, AuditKind.YEARLY, today.year, due_on) for area in uow.session.scalars(places)])


def _plan_leaving(uow: UnitOfWork, today: date) -> int:
    there = exists().where(Audit.term_id == Term.id, Audit.kind == AuditKind.LEAVING)
    ending = Term.ended_on.is_(None) & (Term.ends_on <= today + timedelta(days=LEAVING_DAYS_BEFORE))
    ended = Term.ended_on.between(today - timedelta(days=_ENDED_DAYS), today)
    terms = select(Term).where(Term.post == "director", ending | ended, ~there).order_by(Term.id).limit(_AT_A_TIME)
    rows = []
    for term in uow.session.scalars(terms):
        due_on = leaving_due(term.ended_on or term.ends_on or today, today=today)
        rows.append(_row(term.area, AuditKind.LEAVING, today.year, due_on) | {"term_id": term.id})
    return _plan(uow, rows)


def _row(area: str, kind: AuditKind, year: int, due_on: date) -> dict[str, object]:
    row = {"id": new_id(), "area": area, "kind": kind, "year": year, "due_on": due_on}
    return row | {"state": AuditState.PLANNED}


def _plan(uow: UnitOfWork, rows: list[dict[str, object]]) -> int:
    if rows:
        uow.session.execute(insert(Audit).on_conflict_do_nothing(), rows)
        for row in rows:
            uow.record("plan_audit", subject=f"audits/{row['id']}", area=str(row["area"]), after=row)
    return len(rows)


def _tell_audits(uow: UnitOfWork, today: date) -> int:
    late = (Audit.missed_told_at.is_(None), Audit.due_on < today, Audit.state.in_(OPEN))
    query = select(Audit).where(*late).order_by(Audit.id).limit(_AT_A_TIME).with_for_update(skip_locked=True)
    found = uow.session.scalars(query).all()
    for each in found:
        each.missed_told_at = clock.now()
        facts = {"audit_id": each.id, "kind": each.kind, "year": each.year, "due_on": each.due_on}
        data = {**facts, "days_late": (today - each.due_on).days}
        uow.emit("training.audit_missed.v1", subject=f"audits/{each.id}", area=each.area, data=data)
    return len(found)


def _tell_findings(uow: UnitOfWork, today: date) -> int:
    row = AuditFinding
    late = (row.missed_told_at.is_(None), row.rectified_on.is_(None), row.due_on < today)
    query = select(row).where(*late).order_by(row.id).limit(_AT_A_TIME).with_for_update(skip_locked=True)
    found = uow.session.scalars(query).all()
    for each in found:
        each.missed_told_at = clock.now()
        facts = {"audit_id": each.audit_id, "finding_id": each.id, "text": each.text, "due_on": each.due_on}
        data = {**facts, "days_late": (today - each.due_on).days}
        uow.emit("training.rectification_missed.v1", subject=f"audits/{each.audit_id}", area=each.area, data=data)
    return len(found)
