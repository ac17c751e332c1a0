"""From nominees to candidates: who signed for them, what was checked of them, that they accept, and their order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy import delete

from services.elections.domain.candidacy.candidate_order import places
from services.elections.domain.candidacy.candidate_states import GONE
from services.elections.domain.candidacy.candidates import faults_of, verified
from services.elections.domain.candidacy.nominations import check_record
from services.elections.domain.candidacy.nominators import Named, Signatures
from services.elections.domain.candidacy.post import Post
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State
from services.elections.store import elections, nominations, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import FieldError, Invalid


@dataclass(frozen=True, slots=True)
class Whom:
    """The candidates that a record is about: those of the ids, or all who have not withdrawn."""

    ids: Collection[UUID] = ()
    all: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """What an office found, and in which paper it says so. No `items` are all that the rules ask for."""

    passed: bool
    office: str
    document: str
    on: date
    items: Collection[str] = ()


def open_for(uow: UnitOfWork, actor: Actor, election_id: UUID, change: Change) -> tables.Election:
    """The election, if the change is possible still; whoever has read its version before has an old one."""
    found = elections.election(uow.session, actor, election_id, lock=True)
    allow(change, State(found.state))
    found.version += 1
    return found


def record_checks(actor: Actor, election_id: UUID, whom: Whom, check: Check) -> int:
    """For how many candidates. What was recorded of the same item before is put right; the audit trail keeps it."""
    with unit_of_work(actor) as uow:
        found = open_for(uow, actor, election_id, Change.REVIEWS)
        rules = rule_set(found.rule_set)
        items = list(dict.fromkeys(check.items)) or list(rules.nomination.bars)
        check_record(items, on=check.on, today=clock.today(), rules=rules)
        rows = _meant(uow, found, whom)
        for row in rows:
            for item in items:
                uow.session.merge(_checked(uow, row, item, check))
        facts = {"candidates": [row.id for row in rows], "items": items, "passed": check.passed}
        facts |= {"office": check.office, "document": check.document, "on": check.on}
        uow.record("check_candidates", subject=f"elections/{found.id}", area=found.area, after=facts)
        return len(rows)


def record_acceptances(actor: Actor, election_id: UUID, whom: Whom, on: date) -> int:
    """How many accepted their nomination on the day."""
    with unit_of_work(actor) as uow:
        found = open_for(uow, actor, election_id, Change.REVIEWS)
        check_record((), on=on, today=clock.today(), rules=rule_set(found.rule_set))
        rows = _meant(uow, found, whom)
        for row in rows:
            row.accepted_on = on
        facts = {"candidates": [row.id for row in rows], "on": on}
        uow.record("accept_nominations", subject=f"elections/{found.id}", area=found.area, after=facts)
        return len(rows)


def name_nominators(actor: Actor, election_id: UUID, candidate_id: UUID, named: Sequence[Named]) -> tables.Candidate:
    """Who signed for the candidate, in place of whoever was named before. Raises Invalid that names each fault."""
    with unit_of_work(actor) as uow:
        found = open_for(uow, actor, election_id, Change.CANDIDATES)
        row = nominations.candidate(uow.session, found, candidate_id)
        posts = {Post(contest.post) for contest in elections.contests(uow.session, found.id)}
        nominee, faults = verified(elections.nominee(row, named), signatures(uow, found, other_than=row.id))
        faults += faults_of(nominee, posts=posts, polling_day=found.polling_day, rules=rule_set(found.rule_set))
        if faults:
            raise Invalid("nominators_invalid", "联名选民有误，请按提示核对。", fields=faults)
        row.joint_electors = nominee.joint_electors
        uow.session.execute(delete(tables.Nominator).where(tables.Nominator.candidate_id == row.id))
        sign(uow, row, nominee.nominators)
        facts = {"candidate_id": row.id, "nominators": row.joint_electors}
        uow.record("name_nominators", subject=f"elections/{found.id}", area=found.area, after=facts)
        return row


def type_strokes(actor: Actor, election_id: UUID, candidate_id: UUID, strokes: int) -> tables.Candidate:
    """Of a surname that is not among the known ones, or that is counted otherwise."""
    with unit_of_work(actor) as uow:
        found = open_for(uow, actor, election_id, Change.CANDIDATES)
        row = nominations.candidate(uow.session, found, candidate_id)
        before, row.strokes = row.strokes, strokes
        named = {"candidate_id": row.id}
        uow.record(
            "type_strokes",
            subject=f"elections/{found.id}",
            area=found.area,
            before=named | {"strokes": before},
            after=named | {"strokes": strokes},
        )
        return row


def freeze_order(uow: UnitOfWork, found: tables.Election) -> None:
    """The order on the paper, when the candidates are published. Within a unit of work that holds the lock."""
    rows = elections.standing(uow.session, found.id)
    order = rule_set(found.rule_set).nomination.order
    frozen = places(map(nominations.placed, rows), order)
    for row in rows:
        row.place = frozen[row.id]
    uow.session.flush()


def signatures(uow: UnitOfWork, found: tables.Election, *, other_than: UUID | None = None) -> Signatures:
    """Finds nominators on the roll of the election, and knows who has signed for whom already."""
    return Signatures(
        partial(nominations.on_roll, uow.session, found),
        signed=nominations.signed(uow.session, found.id, other_than=other_than),
        seats={Post(each.post): each.seats for each in elections.contests(uow.session, found.id)},
        rule=rule_set(found.rule_set).nomination,
    )


def sign(uow: UnitOfWork, row: tables.Candidate, nominators: Iterable[Named]) -> None:
    uow.session.add_all(
        tables.Nominator(candidate_id=row.id, elector_id=each.elector_id, area=row.area) for each in nominators
    )


def _checked(uow: UnitOfWork, row: tables.Candidate, item: str, check: Check) -> tables.CandidateCheck:
    return tables.CandidateCheck(
        candidate_id=row.id,
        item=item,
        area=row.area,
        passed=check.passed,
        office=check.office,
        document=check.document,
        on=check.on,
        by=uow.actor.subject,
        at=clock.now(),
    )


def _meant(uow: UnitOfWork, found: tables.Election, whom: Whom) -> list[tables.Candidate]:
    """Raises Invalid when that is nobody, or somebody else's candidate."""
    there = {row.id: row for row in elections.candidates(uow.session, found.id)}
    present = [row for row in there.values() if row.state not in GONE]
    rows = present if whom.all else [row for row in present if row.id in set(whom.ids)]
    strange = [] if whom.all else [each for each in whom.ids if each not in {row.id for row in rows}]
    if strange or not rows:
        message = "请选择本次选举的候选人，或者选择全部候选人。"
        fault = FieldError("candidates", "candidates_unknown", message)
        raise Invalid("nomination_record_invalid", "登记有误，请按提示核对。", fields=[fault])
    return rows
