"""The alert of a year without an appraisal, as a chore of the tick: told once, whatever runs twice (Art 37)."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert

from services.elections.domain.calendar.deadlines import DeadlineKind
from services.elections.store import appraisals, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from services.elections.workflows.announcements import tell
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork

_SYSTEM = Actor.system("elections")


def tell_missed_appraisals() -> int:
    """For each community and year over in which its committee was not appraised as often as the rules ask; the answer
    is how many were told. They are deadlines of the election of the committee in office."""
    with unit_of_work(_SYSTEM) as uow:
        missed = appraisals.overdue(uow.session, _SYSTEM, clock.today())
        return sum(_tell_once(uow, each) for each in missed)


def _tell_once(uow: UnitOfWork, missed: appraisals.OverdueAppraisal) -> bool:
    row, today = tables.Deadline, clock.today()
    note = insert(row).values(
        election_id=missed.election.id,
        stage=f"appraisal_{missed.year}",
        kind=DeadlineKind.MISSED,
        days_before=0,
        due_on=missed.due,
        area=missed.area,
        tell_on=today,
        told_at=clock.now(),
    )
    if uow.session.scalar(note.on_conflict_do_nothing().returning(row.election_id)) is None:
        return False
    facts = {
        "stage": "appraisal",
        "name": f"{missed.year}年度民主评议",
        "due_on": missed.due,
        "responsible": "居务监督委员会",
        "clause": rule_set(missed.election.rule_set).appraisal.clause,
        "days_late": (today - missed.due).days,
    }
    tell(uow, missed.election, "elections.deadline_missed.v1", facts)
    return True
