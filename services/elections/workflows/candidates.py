"""Candidates: entered one by one or by file, withdrawn before they are published."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from services.elections.domain.candidacy.candidate_states import CandidateState
from services.elections.domain.candidacy.candidates import (
    COLUMNS,
    Candidate,
    CandidateList,
    faults_of,
    tidied,
    verified,
)
from services.elections.domain.candidacy.post import Post
from services.elections.domain.procedure.changes import Change
from services.elections.store import elections, nominations, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from services.elections.workflows.nominations import open_for, sign, signatures
from shared.auth.actor import Actor
from shared.columns.headers import read_headers
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Invalid
from shared.ids import new_id
from shared.tabular import read_table


def add_candidate(actor: Actor, election_id: UUID, candidate: Candidate) -> tables.Candidate:
    """Raises Invalid for one who may not stand (Art 16, 18) or stands already."""
    candidate = tidied(candidate)
    with unit_of_work(actor) as uow:
        found = open_for(uow, actor, election_id, Change.CANDIDATES)
        candidate, faults = verified(candidate, signatures(uow, found))
        faults += faults_of(
            candidate,
            posts=_posts(uow, found),
            polling_day=found.polling_day,
            rules=rule_set(found.rule_set),
            known=elections.nominees(uow.session, found.id),
        )
        if faults:
            raise Invalid("candidate_invalid", "这名候选人不符合条件，请按提示核对。", fields=faults)
        return _add(uow, found, [candidate])[0]


def import_candidates(actor: Actor, election_id: UUID, content: bytes) -> int:
    """Adds all candidates of a file, or none; the answer is how many. Raises Invalid with every bad row."""
    table = read_table(content)
    headers = read_headers(table.header, COLUMNS, table.line)
    with unit_of_work(actor) as uow:
        found = open_for(uow, actor, election_id, Change.CANDIDATES)
        reader = CandidateList(
            headers.by_column,
            posts=_posts(uow, found),
            polling_day=found.polling_day,
            rules=rule_set(found.rule_set),
            known=elections.nominees(uow.session, found.id),
            signatures=signatures(uow, found),
        )
        candidates = list(reader.candidates(table.rows))
        reader.check()
        return len(_add(uow, found, candidates))


def remove_candidate(actor: Actor, election_id: UUID, candidate_id: UUID) -> None:
    with unit_of_work(actor) as uow:
        found = open_for(uow, actor, election_id, Change.CANDIDATES)
        candidate = nominations.candidate(uow.session, found, candidate_id)
        uow.session.delete(candidate)
        before = {"id": candidate_id, "post": candidate.post, "name": candidate.name}
        uow.record("remove_candidate", subject=f"elections/{found.id}", area=found.area, before=before)


def _posts(uow: UnitOfWork, found: tables.Election) -> list[Post]:
    return [Post(contest.post) for contest in elections.contests(uow.session, found.id)]


def _add(uow: UnitOfWork, found: tables.Election, candidates: Sequence[Candidate]) -> list[tables.Candidate]:
    rows = [
        tables.Candidate(
            id=new_id(),
            election_id=found.id,
            area=found.area,
            post=candidate.post,
            name=candidate.name,
            sex=candidate.sex,
            birth_date=candidate.birth_date,
            education=candidate.education,
            nominated_by=candidate.nominated_by,
            joint_electors=candidate.joint_electors,
            strokes=candidate.strokes,
            ethnicity=candidate.ethnicity,
            served_before=candidate.served_before,
            state=CandidateState.RESERVE if candidate.reserve else CandidateState.STANDING,
        )
        for candidate in candidates
    ]
    uow.session.add_all(rows)
    uow.session.flush()
    for row, candidate in zip(rows, candidates, strict=True):
        sign(uow, row, candidate.nominators)
    uow.record(
        "add_candidates", subject=f"elections/{found.id}", area=found.area, after={"ids": [row.id for row in rows]}
    )
    return rows
