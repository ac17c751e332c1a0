"""Chores: appointments end at their end; every community's team is looked at once a day, and when it changed.

What is told is that something turned: a rule that was met is broken, or the other way round; a seat that was held is
empty. Looking twice tells nothing twice.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from services.training.domain.office.terms import EndReason
from services.training.domain.team.structure import Finding, Group, Rule, State
from services.training.store import structure
from services.training.store.database import unit_of_work
from services.training.store.rules import structure_rules
from services.training.store.tables import StructureCheck, StructureState, Term, VacantPost
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.messages import tell

_SYSTEM = Actor.system("training")
_AT_A_TIME = 100  # communities a tick: the rest waits for the next one


def end_due_appointments() -> int:
    """How many appointments were over and are now ended. What an election gave goes on until the next one."""
    with unit_of_work(_SYSTEM) as uow:
        due = (Term.election_id.is_(None), Term.ended_on.is_(None), Term.ends_on <= clock.today())
        rows = uow.session.scalars(select(Term).where(*due).order_by(Term.id).limit(1_000).with_for_update()).all()
        for term in rows:
            term.ended_on, term.end_reason = term.ends_on, EndReason.EXPIRED
            after = {"ended_on": term.ended_on, "end_reason": term.end_reason}
            uow.record("end_term", subject=f"cadres/{term.cadre_id}", area=term.area, after=after)
        look_again(uow, {term.area for term in rows})
        return len(rows)


def look_again(uow: UnitOfWork, areas: Collection[str]) -> None:
    """Something changed in these communities' teams: they are looked at with the next tick."""
    if areas:
        rows = [{"area": area, "checked_on": None} for area in sorted(areas)]
        statement = insert(StructureCheck).on_conflict_do_update(index_elements=["area"], set_={"checked_on": None})
        uow.session.execute(statement, rows)


def check_structures() -> int:
    """How many communities were looked at."""
    today = clock.today()
    with unit_of_work(_SYSTEM) as uow:
        due = structure.due(uow.session, today, most=_AT_A_TIME)
        for check in due:
            _look_at(uow, check.area, today)
            check.checked_on = today
        return len(due)


def _look_at(uow: UnitOfWork, area: str, today: date) -> None:
    own = Actor(_SYSTEM.subject, area)
    group = structure.groups(uow.session, own, today).get(area, Group(()))
    known = structure.states(uow.session, area)
    for rule in structure_rules():
        _keep_verdict(uow, area, rule, rule.find(group, today), known.get(rule.code))
    _keep_vacancies(uow, area, structure.vacancies(uow.session, own, today).get(area, {}))


def _keep_verdict(uow: UnitOfWork, area: str, rule: Rule, finding: Finding, known: StructureState | None) -> None:
    before = State(known.state) if known else State.UNKNOWN
    if known is None:
        known = StructureState(area=area, rule=rule.code, state=finding.state, since=clock.today())
        uow.session.add(known)
    elif finding.state is not before:
        known.state, known.since = finding.state, clock.today()
    if finding.state is State.BROKEN and before is not State.BROKEN:
        _tell_verdict(uow, "training.structure_broken.v1", area, rule, finding)
    if finding.state is State.MET and before is State.BROKEN:
        _tell_verdict(uow, "training.structure_mended.v1", area, rule, finding)


def _tell_verdict(uow: UnitOfWork, event: str, area: str, rule: Rule, finding: Finding) -> None:
    facts = {"rule": rule.code, "name": rule.name, "clause": rule.clause, "on": clock.today()}
    found = tell(finding.message, finding.facts, "zh")
    uow.emit(event, subject=f"structures/{area}/{rule.code}", area=area, data={**facts, "finding": found})


def _keep_vacancies(uow: UnitOfWork, area: str, empty: dict[str, int]) -> None:
    """Told when more seats of a post are empty than before."""
    known = structure.vacant_posts(uow.session, area)
    for post in known.keys() - empty.keys():
        uow.session.delete(known[post])
    for post, seats in empty.items():
        row = known.get(post)
        more = row is None or seats > row.seats
        if row is None:
            since = structure.empty_since(uow.session, area, post, clock.today())
            uow.session.add(VacantPost(area=area, post=post, seats=seats, since=since))
        else:
            row.seats = seats
        if more:
            facts = {"post": post, "seats": seats, "since": clock.today()}
            uow.emit("training.post_vacated.v1", subject=f"posts/{area}/{post}", area=area, data=facts)
