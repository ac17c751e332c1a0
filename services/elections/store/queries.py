"""Reading for answers and pages: plain dictionaries, no rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.domain.procedure.duties import missing_for
from services.elections.domain.procedure.states import steps_from
from services.elections.domain.procedure.steps import State, Step
from services.elections.store import elections, tables
from services.elections.store.database import reading
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def area(actor: Actor, code: str) -> tables.Area:
    with reading() as session:
        found = session.scalar(select(tables.Area).where(tables.Area.code == code, within(tables.Area.code, actor)))
    if found is None:
        raise NotFound("area_not_found", "没有找到区划代码为{area}的地区，或不在您的管辖范围内。", area=code)
    return found


def names_of_areas(actor: Actor) -> dict[str, str]:
    """By the codes of those within reach."""
    with reading() as session:
        query = select(tables.Area.code, tables.Area.name).where(within(tables.Area.code, actor))
        return {row.code: row.name for row in session.execute(query.order_by(tables.Area.code))}


def election(actor: Actor, election_id: UUID, *, today: date) -> dict[str, Any]:
    """An election with its contests, the steps taken, and each next step with what is missing for it today."""
    with reading() as session:
        found = elections.election(session, actor, election_id)
        return describe(session, found, actor, today=today)


def describe(session: Session, found: tables.Election, actor: Actor, *, today: date) -> dict[str, Any]:
    facts = elections.facts(session, found, on=today, today=today, actor=actor.subject)
    steps = [step for step in steps_from(State(found.state)) if step is not Step.FINISH_COUNT]
    return {
        "id": found.id,
        "area": found.area,
        "title": found.title,
        "kind": found.kind,
        "parent_id": found.parent_id,
        "replaces_id": found.replaces_id,
        "term_ends_on": found.term_ends_on,
        "mode": found.mode,
        "paper_register": found.paper_register,
        "residents": found.residents,
        "polling_day": found.polling_day,
        "rule_set": found.rule_set,
        "state": found.state,
        "version": found.version,
        "electors": found.electors,
        "roll_hash": found.roll_hash,
        "contests": elections.contests(session, found.id),
        "steps": steps_taken(session, found.id),
        "next_steps": [
            {"step": step, "responsible": step.responsible.zh, "missing": missing_for(step, facts)} for step in steps
        ],
        "exceptions": elections.exceptions(session, found.id),
        "further_ballots": [child.id for child in elections.children(session, found.id)],
    }


def steps_taken(session: Session, election_id: UUID) -> Sequence[tables.StepTaken]:
    query = select(tables.StepTaken).where(tables.StepTaken.election_id == election_id).order_by(tables.StepTaken.at)
    return session.scalars(query).all()


def _labels(session: Session, election_id: UUID) -> dict[str, str]:
    """Candidates' names by id, for figures whose path ends with one."""
    return {str(row.id): row.name for row in elections.candidates(session, election_id)}


def result(actor: Actor, election_id: UUID) -> dict[str, Any]:
    """The verdict with names. Raises NotFound until the count is finished."""
    with reading() as session:
        found = elections.election(session, actor, election_id)
        stored = elections.result(session, found.id)
        if stored is None:
            raise NotFound("result_not_found", "这次选举还没有计票结果。")
        shown = with_names(session, found.id, stored.verdict)
        exceptions = elections.exceptions(session, found.id)
        return {"election_id": found.id, "state": found.state, **shown, "exceptions": exceptions}


def with_names(session: Session, election_id: UUID, verdict: dict[str, Any]) -> dict[str, Any]:
    names = _labels(session, election_id)
    contests = [
        {
            **contest,
            "candidates": [{**each, "name": names[each["candidate_id"]]} for each in contest["candidates"]],
            "another_ballot": [{"candidate_id": each, "name": names[each]} for each in contest["another_ballot"]],
        }
        for contest in verdict["contests"]
    ]
    return {**verdict, "contests": contests}
