"""How many registered and how many came, of an election and of the community's last one for a whole term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.elections.domain.polling.participation import (
    DECIDED,
    Count,
    Line,
    Participation,
    Total,
    lines,
    told,
)
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State
from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.numbers import Finding
from services.elections.store import elections
from services.elections.store.rolls import present
from services.elections.store.rule_sets import rule_set
from services.elections.store.tables import Election, Elector, PaperGiven


@dataclass(frozen=True, slots=True)
class Compared:
    """An election's participation line by line beside that of `last_term`, the community's certified election of a
    whole committee before it. `turnout` is the law's finding on how many came so far (Art 19), None while nothing is
    known of it."""

    total: Total
    turnout: Finding | None
    lines: Sequence[Line]
    last_term: Election | None


def compared(session: Session, found: Election) -> Compared:
    before = _last_term(session, found)
    now = _participation(session, found)
    shown = lines(now, None if before is None else _participation(session, before))
    return Compared(now.total, turnout(found, now.total), shown, before)


def total_of(session: Session, found: Election) -> Total:
    """Without the cells, for a page that is asked for often while the poll is open."""
    row = PaperGiven
    query = select(func.count(), func.count(row.agent_id)).where(row.election_id == found.id)
    given, by_proxy = session.execute(query).one() if found.paper_register else (None, None)
    result = elections.result(session, found.id) if State(found.state) in DECIDED else None
    voted = None if result is None else result.verdict["voted"]
    return Total(found.electors, found.residents, given, by_proxy, voted)


def turnout(found: Election, total: Total) -> Finding | None:
    rule = rule_set(found.rule_set).turnout
    return None if total.came is None else rule.share(Mode(found.mode))(total.came, total.electors, rule.clause)


def _participation(session: Session, found: Election) -> Participation:
    cells = told(_counts(session, found), State(found.state), kept=found.paper_register)
    return Participation(total_of(session, found), cells)


def _last_term(session: Session, found: Election) -> Election | None:
    row = Election
    before = (row.area == found.area) & (row.polling_day < found.polling_day) & (row.state == State.CERTIFIED)
    query = select(row).where(before, row.kind == ElectionKind.TERM)
    return session.scalar(query.order_by(row.polling_day.desc()).limit(1))


def _counts(session: Session, found: Election) -> list[Count]:
    row, given = Elector, PaperGiven
    apart = (row.group, row.registration, row.sex)
    own = (given.elector_id == row.id) & (given.election_id == found.id)
    query = select(*apart, func.count(), func.count(given.id)).outerjoin(given, own)
    counted = query.where(present(found.roll_election)).group_by(*apart)
    return [Count(*each) for each in session.execute(counted)]
