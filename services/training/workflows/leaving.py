"""Leaving office before the term's end: recall, resignation, a void election (Art 20 to 23, 37), and yearly
appraisals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from services.training.domain.office.terms import SUCCEEDED, EndReason, Person
from services.training.store import cadres, sessions
from services.training.store.tables import AppraisalGrade, Cadre, DecidedPost, EndedPost, Term
from services.training.workflows.induction import forget_leavers
from services.training.workflows.structure import look_again
from shared.database.unit_of_work import UnitOfWork
from shared.events.envelope import Event

_VOID = "-"
"""Stands for all posts of an election that was voided before its result came."""


def end_post(uow: UnitOfWork, event: Event) -> None:
    """Ends the term that runs; kept for a result that comes after it, whose term then begins as one that is over."""
    facts = event.data
    person = Person.named(facts["name"], facts["birth_date"])
    sessions.hold_places(uow.session)
    _keep_end(uow, event, person)
    own = select(Cadre.id).where(
        Cadre.area == event.area, Cadre.name == person.name, Cadre.birth_date == person.birth_date
    )
    held = (Term.cadre_id.in_(own)) & (Term.post == facts["post"])
    _end(uow, held, facts["election_id"], facts["ended_on"], EndReason(facts["reason"]))
    forget_leavers(uow, event.area)
    look_again(uow, {event.area})


def void_result(uow: UnitOfWork, event: Event) -> None:
    """Nobody holds a post by a void election (Art 22). Whom it had relieved is back where elections says so."""
    election_id, decided_on = event.data["election_id"], event.data["decided_on"]
    sessions.hold_places(uow.session)
    if not cadres.is_known(uow.session, election_id):
        known = DecidedPost(election_id=election_id, post=_VOID, area=event.area, starts_on=decided_on, whole=False)
        uow.session.add(known)
    _end(uow, Term.area == event.area, election_id, decided_on, EndReason.VOID)
    if "continuing" in event.data:
        _relieve_nobody(uow, event)
    forget_leavers(uow, event.area)
    look_again(uow, {event.area})


def keep_grades(uow: UnitOfWork, event: Event) -> None:
    """Of two appraisals in a year the one that is told later stands."""
    rows = [
        {
            "area": event.area,
            "name": (person := Person.named(member["name"], member["birth_date"])).name,
            "birth_date": person.birth_date,
            "year": event.data["year"],
            "grade": member["grade"],
            "adjust": member.get("adjust"),
        }
        for member in event.data["members"]
    ]
    statement = insert(AppraisalGrade)
    newest = {"grade": statement.excluded.grade, "adjust": statement.excluded.adjust}
    key = ["area", "name", "birth_date", "year"]
    if rows:
        uow.session.execute(statement.on_conflict_do_update(index_elements=key, set_=newest), rows)


def _relieve_nobody(uow: UnitOfWork, event: Event) -> None:
    """The void result fills no post any more, so that an older one which comes late is not history by it; the terms
    that it had ended run on, unless yet another election has filled their posts since."""
    own = DecidedPost.election_id == event.data["election_id"]
    uow.session.execute(update(DecidedPost).where(own).values(whole=False))
    for member in event.data["continuing"]:
        if member["post"] not in cadres.decided_later(uow.session, event.area, member["term_starts_on"]):
            _run_on(uow, event.area, member)


def _run_on(uow: UnitOfWork, area: str, member: Mapping[str, Any]) -> None:
    person = Person.named(member["name"], member["birth_date"])
    theirs = select(Cadre.id).where(
        Cadre.area == area, Cadre.name == person.name, Cadre.birth_date == person.birth_date
    )
    ended = (
        update(Term)
        .where(Term.cadre_id.in_(theirs), Term.election_id == member["election_id"], Term.post == member["post"])
        .where(Term.end_reason.in_(SUCCEEDED))
    )
    for term in uow.session.execute(ended.values(ended_on=None, end_reason=None).returning(Term)).scalars():
        uow.record("continue_term", subject=f"cadres/{term.cadre_id}", area=term.area, after={"post": term.post})


def _keep_end(uow: UnitOfWork, event: Event, person: Person) -> None:
    row = insert(EndedPost).values(
        election_id=event.data["election_id"],
        post=event.data["post"],
        name=person.name,
        birth_date=person.birth_date,
        area=event.area,
        ended_on=event.data["ended_on"],
        reason=event.data["reason"],
    )
    uow.session.execute(row.on_conflict_do_nothing())


def _end(uow: UnitOfWork, held: object, election_id: UUID, on: date, reason: EndReason) -> None:
    values = {"ended_on": on, "end_reason": reason}
    running = update(Term).where(held, Term.election_id == election_id, Term.ended_on.is_(None))  # type: ignore[arg-type]
    for term in uow.session.execute(running.values(**values).returning(Term)).scalars():
        uow.record("end_term", subject=f"cadres/{term.cadre_id}", area=term.area, after=values)
