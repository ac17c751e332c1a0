"""What the public page shows after the result: the archive, decisions on complaints, the election held again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State
from services.elections.store import aftermath, bundles, tables
from services.elections.store.aftermath import HandoverState


@dataclass(frozen=True, slots=True)
class Aftermath:
    """`handover` is there while a new committee takes over, and afterwards; `bundle` once it is sealed."""

    handover: HandoverState | None
    bundle: tables.Bundle | None
    decisions: Sequence[tables.Complaint]
    replaces: tables.Election | None
    replaced_by: Sequence[tables.Election]


def aftermath_of(session: Session, found: tables.Election) -> Aftermath:
    hands_over = ElectionKind(found.kind) is ElectionKind.TERM and State(found.state) is State.CERTIFIED
    again = aftermath.replaced_by(session, found.id)
    return Aftermath(
        handover=aftermath.handover(session, found) if hands_over else None,
        bundle=bundles.latest(session, found.id),
        decisions=aftermath.decisions(session, found.id),
        replaces=session.get(tables.Election, found.replaces_id) if found.replaces_id else None,
        replaced_by=[each for each in again if State(each.state) not in {State.DRAFT, State.CANCELLED}],
    )
