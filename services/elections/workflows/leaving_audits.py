"""Leaving audits whose results the training service published: they mark the next election's stage (Art 38).

An audit is often published before anybody has made the election that it is for, so that each is kept.
"""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import insert

from services.elections.domain.calendar.marks import LEAVING_AUDIT
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State
from services.elections.store import tables
from shared import clock
from shared.database.unit_of_work import UnitOfWork
from shared.events.envelope import Event


def note_leaving_audit(uow: UnitOfWork, event: Event) -> None:
    """Other audits are not about an election."""
    facts = event.data
    if facts["kind"] != "leaving":
        return
    kept = {"audit_id": facts["audit_id"], "area": event.area, "published_on": facts["published_on"]}
    kept |= {"auditor": facts["auditor"], "director": facts["director"]}
    uow.session.execute(insert(tables.LeavingAudit).values(kept).on_conflict_do_nothing())
    for found in uow.session.scalars(_running(event.area)):
        mark_audited(uow, found)


def mark_audited(uow: UnitOfWork, found: tables.Election) -> None:
    """If the last audit was published since the election before. A mark that somebody made stays."""
    row = tables.LeavingAudit
    newest = select(row).where(row.area == found.area).order_by(row.published_on.desc(), row.audit_id.desc()).limit(1)
    audit = uow.session.scalar(newest)
    if found.kind != ElectionKind.TERM or audit is None or not _since_last(uow, found, audit):
        return
    if uow.session.get(tables.StageMark, (found.id, LEAVING_AUDIT)) is not None:
        return
    mark = tables.StageMark(
        election_id=found.id,
        stage=LEAVING_AUDIT,
        area=found.area,
        on=audit.published_on,
        not_needed=False,
        note=audit.auditor,
        by=uow.actor.subject,
        at=clock.now(),
    )
    uow.session.add(mark)
    found.version += 1
    facts = {"stage": LEAVING_AUDIT, "on": mark.on, "audit": audit.audit_id}
    uow.record("mark_stage", subject=f"elections/{found.id}", area=found.area, after=facts)


def _running(area: str) -> Select[tables.Election]:
    row = tables.Election
    over = [state for state in State if state.terminal]
    query = select(row).where(row.area == area, row.kind == ElectionKind.TERM, row.state.not_in(over))
    return query.order_by(row.id).with_for_update(key_share=True)


def _since_last(uow: UnitOfWork, found: tables.Election, audit: tables.LeavingAudit) -> bool:
    row = tables.Election
    last = select(func.max(row.polling_day)).where(
        row.area == found.area, row.kind == ElectionKind.TERM, row.state == State.CERTIFIED, row.id != found.id
    )
    before = uow.session.scalar(last)
    return before is None or audit.published_on > before
