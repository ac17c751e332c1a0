"""Who is in office: seated by a certified result, relieved by the next term's, and the one way in which a post ends
early."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.elections.domain.committee.members import EndReason, check_end, clause_of
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.rules.rule_set import RuleSet
from services.elections.store import elections, members, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from services.elections.workflows.announcements import term_end
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class PostEnd:
    """`document` is what shows it: a court's judgment, a certificate."""

    reason: EndReason
    on: date
    document: str


def end_by_document(actor: Actor, member_id: UUID, command: PostEnd) -> tables.Member:
    """For what ends a post by itself (Art 23). Raises Conflict for somebody who has left already."""
    with unit_of_work(actor) as uow:
        member = members.member(uow.session, actor, member_id, lock=True)
        clause = clause_of(command.reason, rules_of(uow, member))
        end_post(uow, member, command.reason, on=command.on, clause=clause, document=command.document)
        return member


def end_post(
    uow: UnitOfWork, member: tables.Member, reason: EndReason, *, on: date, clause: str, document: str | None = None
) -> None:
    """Ends a post before its term and tells of it: whatever ends one goes through here.

    Raises Conflict for somebody who has left already, Invalid for a day before the term or still to come.
    """
    check_end(on, starts_on=member.term_starts_on, ended_on=member.ended_on, today=clock.today())
    member.ended_on, member.end_reason, member.clause, member.end_document = on, reason, clause, document
    facts = {"reason": reason, "ended_on": on, "clause": clause}
    uow.record("end_post", subject=f"members/{member.id}", area=member.area, after={**facts, "document": document})
    told = {name: getattr(member, name) for name in ("election_id", "post", "name", "birth_date")}
    subject = f"elections/{member.election_id}"
    uow.emit("elections.post_ended.v1", subject=subject, area=member.area, data={**told, **facts})


def seat(uow: UnitOfWork, found: tables.Election) -> None:
    """Those elected by a certified result take office; a new term's committee relieves the one before it.

    Where a later election was certified before this one, their time in office is over by then.
    """
    elected = elections.winners(uow.session, [found])
    if elected and found.kind == ElectionKind.TERM:
        _relieve(uow, found)
    later = members.succeeding(uow.session, elections.root(uow.session, found))
    for person in elected:
        member = _member(person, found)
        if later is not None:
            _end_of_term(member, later)
        uow.session.add(member)
    uow.session.flush()


def unseat(uow: UnitOfWork, found: tables.Election, *, on: date, clause: str) -> None:
    """Nobody holds a post by a result that is void; that it is void is what is told (Art 22)."""
    for member in members.elected_by(uow.session, found.id):
        if member.ended_on is None:
            member.ended_on, member.end_reason, member.clause = on, EndReason.VOID, clause


def take_up_again(uow: UnitOfWork, found: tables.Election) -> list[tables.Member]:
    """Whom a term's result relieved, once it is void: they serve until a new committee takes over, as the rules have it
    (`voiding.previous_continues`), or the one that was elected since did."""
    if found.kind != ElectionKind.TERM or not rule_set(found.rule_set).voiding.previous_continues:
        return []
    later = members.succeeding(uow.session, found)
    relieved = members.relieved_by(uow.session, found)
    for member in relieved:
        if later is None:
            member.ended_on = member.end_reason = member.clause = None
        else:
            _end_of_term(member, later)
    return relieved if later is None else []


def rules_of(uow: UnitOfWork, member: tables.Member) -> RuleSet:
    """Of the election by which the post is held."""
    return rule_set(uow.session.get_one(tables.Election, member.election_id).rule_set)


def _relieve(uow: UnitOfWork, found: tables.Election) -> None:
    """Nobody's post ends early by that, so nobody is told: the result says it."""
    row = tables.Member
    before = (row.area == found.area) & row.ended_on.is_(None) & (row.term_starts_on < found.polling_day)
    for member in uow.session.scalars(select(row).where(before).with_for_update()):
        _end_of_term(member, found)


def _end_of_term(member: tables.Member, next_term: tables.Election) -> None:
    member.ended_on, member.end_reason = next_term.polling_day, EndReason.TERM_OVER
    member.clause = rule_set(next_term.rule_set).term.clause


def _member(person: tables.Candidate, found: tables.Election) -> tables.Member:
    return tables.Member(
        id=new_id(),
        area=found.area,
        election_id=found.id,
        candidate_id=person.id,
        post=person.post,
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        term_starts_on=found.polling_day,
        term_ends_on=term_end(found),
    )
