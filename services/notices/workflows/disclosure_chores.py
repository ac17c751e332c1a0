"""What is told of disclosures that nobody made: a reminder before the day, and once that it has passed."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from services.notices.domain.disclosure.complaints import ComplaintState
from services.notices.domain.disclosure.duties import REMIND_DAYS
from services.notices.store.database import unit_of_work
from services.notices.store.tables import DisclosureComplaint, DisclosureDuty
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork

_SYSTEM = Actor.system("notices")
_AT_A_TIME = 200  # rows a tick: the rest waits for the next one


def remind_of_disclosures() -> int:
    """How many were reminded of, each once."""
    today, row = clock.today(), DisclosureDuty
    soon = (row.posted_on.is_(None), row.reminded_at.is_(None), row.opens_on <= today)
    near = row.due_on.between(today, today + timedelta(days=REMIND_DAYS))
    with unit_of_work(_SYSTEM) as uow:
        query = select(row).where(*soon, near).order_by(row.id).limit(_AT_A_TIME)
        found = uow.session.scalars(query.with_for_update(skip_locked=True)).all()
        for each in found:
            each.reminded_at = clock.now()
            uow.emit("notices.disclosure_due.v1", subject=_subject(each), area=each.area, data=_facts(each))
        return len(found)


def tell_overdue_disclosures() -> int:
    """How many were told of, each once."""
    today, row = clock.today(), DisclosureDuty
    with unit_of_work(_SYSTEM) as uow:
        late = (row.posted_on.is_(None), row.overdue_told_at.is_(None), row.due_on < today)
        query = select(row).where(*late).order_by(row.id).limit(_AT_A_TIME)
        found = uow.session.scalars(query.with_for_update(skip_locked=True)).all()
        for each in found:
            each.overdue_told_at = clock.now()
            data = {**_facts(each), "days_late": (today - each.due_on).days}
            uow.emit("notices.disclosure_overdue.v1", subject=_subject(each), area=each.area, data=data)
        return len(found)


def tell_missed_complaints() -> int:
    """Complaints that nobody decided in time, and orders that nobody carried out: each told once, without a word of
    what was complained of."""
    today, row = clock.today(), DisclosureComplaint
    with unit_of_work(_SYSTEM) as uow:
        waiting = row.state.in_([ComplaintState.FILED, ComplaintState.INVESTIGATING])
        undecided = waiting & (row.decide_by < today) & row.decision_told_at.is_(None)
        ordered = (row.state == ComplaintState.UPHELD) & (row.publish_by < today) & row.order_told_at.is_(None)
        query = select(row).where(undecided | ordered).order_by(row.id).limit(_AT_A_TIME)
        found = uow.session.scalars(query.with_for_update(skip_locked=True)).all()
        for each in found:
            _tell(uow, each, today)
        return len(found)


def _tell(uow: UnitOfWork, found: DisclosureComplaint, today: date) -> None:
    order = found.state == ComplaintState.UPHELD and found.publish_by is not None
    due_on = found.publish_by if order and found.publish_by else found.decide_by
    if order:
        found.order_told_at = clock.now()
    else:
        found.decision_told_at = clock.now()
    step = "order" if order else "decision"
    facts = {"complaint_id": found.id, "step": step, "due_on": due_on, "days_late": (today - due_on).days}
    subject = f"disclosure-complaints/{found.id}"
    uow.emit("notices.disclosure_complaint_missed.v1", subject=subject, area=found.area, data=facts)


def _subject(duty: DisclosureDuty) -> str:
    return f"disclosures/{duty.id}"


def _facts(duty: DisclosureDuty) -> dict[str, object]:
    names = ("matter", "period", "about", "name", "item", "article", "due_on")
    return {"duty_id": duty.id, **{name: getattr(duty, name) for name in names}}
