"""Loading what follows on a result, within the actor's area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.elections.domain.committee.handover import due
from services.elections.domain.procedure.steps import Step
from services.elections.store import elections, tables
from services.elections.store.rule_sets import rule_set
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class HandoverState:
    """The list as it stands; `due` is None until the result is certified, `done` once the handover is complete."""

    items: Sequence[dict[str, Any]]
    due: date | None
    done: tables.Handover | None

    @property
    def late(self) -> bool | None:
        return None if self.done is None or self.due is None else self.done.completed_on > self.due


def handover(session: Session, found: tables.Election) -> HandoverState:
    rules = rule_set(found.rule_set)
    rows = {row.code: row for row in handed_over(session, found.id)}
    certified = elections.taken(session, found.id).get(Step.CERTIFY)
    items = [{"code": code, "name": name, "row": rows.get(code)} for code, name in rules.handover.items.items()]
    return HandoverState(
        items, None if certified is None else due(certified.on, rules), session.get(tables.Handover, found.id)
    )


def handed_over(session: Session, election_id: UUID) -> Sequence[tables.HandoverItem]:
    return session.scalars(select(tables.HandoverItem).where(tables.HandoverItem.election_id == election_id)).all()


def complaint(session: Session, actor: Actor, complaint_id: UUID, *, lock: bool = False) -> tables.Complaint:
    """Raises NotFound. `lock` holds the row: a complaint is decided once."""
    row = tables.Complaint
    query = select(row).where(row.id == complaint_id, within(row.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("complaint_not_found", "没有找到这件举报。")
    return found


def complaints(session: Session, election_id: UUID) -> Sequence[tables.Complaint]:
    """In the order recorded."""
    row = tables.Complaint
    return session.scalars(select(row).where(row.election_id == election_id).order_by(row.id)).all()


def decisions(session: Session, election_id: UUID) -> list[tables.Complaint]:
    """Complaints that were decided: with their reasons, they are public."""
    return [row for row in complaints(session, election_id) if row.decided_on is not None]


def evidence(session: Session, complaint_id: UUID) -> Sequence[tables.Evidence]:
    row = tables.Evidence
    return session.scalars(select(row).where(row.complaint_id == complaint_id).order_by(row.id)).all()


def evidence_file(session: Session, actor: Actor, evidence_id: UUID) -> tables.Evidence:
    """Raises NotFound."""
    row = tables.Evidence
    found = session.scalar(select(row).where(row.id == evidence_id, within(row.area, actor)))
    if found is None:
        raise NotFound("evidence_not_found", "没有找到这个证据文件。")
    return found


def evidence_counts(session: Session, election_id: UUID) -> dict[UUID, int]:
    """How many files each complaint has."""
    query = (
        select(tables.Evidence.complaint_id, func.count().label("files"))
        .join(tables.Complaint, tables.Complaint.id == tables.Evidence.complaint_id)
        .where(tables.Complaint.election_id == election_id)
        .group_by(tables.Evidence.complaint_id)
    )
    return {row.complaint_id: row.files for row in session.execute(query)}


def replaced_by(session: Session, election_id: UUID) -> Sequence[tables.Election]:
    """The elections that are held because this one's result was void, oldest first."""
    row = tables.Election
    return session.scalars(select(row).where(row.replaces_id == election_id).order_by(row.id)).all()
