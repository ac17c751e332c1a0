"""An election's papers for its bundle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.domain.archive import contents
from services.elections.domain.archive.chain import chained
from services.elections.domain.archive.contents import Papers
from services.elections.domain.archive.packing import canonical, digest
from services.elections.domain.candidacy.candidate_states import CandidateState
from services.elections.domain.counting.counting import Totals, total
from services.elections.domain.verdict.outcomes import Passed
from services.elections.store import (
    aftermath,
    archived_papers,
    callouts,
    elections,
    images,
    members,
    objections,
    polling,
    proxies,
    queries,
    recalls,
    rolls,
    tables,
)
from services.elections.store.plain import plain, value
from services.elections.store.rule_sets import rule_set_source
from shared.database.tables import audit_trail, outbox

_Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Links:
    """The hashes of other bundles: of the election before this one, and of what was sealed of this one before."""

    parent_bundle: str | None = None
    supersedes: str | None = None


def papers(session: Session, found: tables.Election, links: Links, *, enclosed_bytes: int) -> Papers:
    """As everything stands now. Scans are enclosed when all of them together have no more than `enclosed_bytes`; their
    hashes always are. Raises LookupError for an election without a result."""
    result = elections.result(session, found.id)
    if result is None:
        raise LookupError(f"election {found.id} has no result")
    enclosed = images.total_size(session, found.id) <= enclosed_bytes
    texts = {
        contents.ELECTION: _election(session, found, result, links),
        contents.ROLL: _roll(session, found),
        contents.CANDIDATES: _candidates(session, found),
        contents.STEPS: _steps(session, found),
        contents.SHEETS: {
            "stations": archived_papers.stations(session, found),
            "images": archived_papers.scans(session, found, enclosed=enclosed),
        },
        contents.TALLY: _tally(session, found),
        contents.VERDICT: result.verdict,
        contents.NOTICES: _notices(session, found),
        contents.EVENTS: _events(session, found),
        contents.CALLOUTS: archived_papers.call_outs(session, found),
        contents.PAPERS: archived_papers.accounts(session, found),
        contents.AUDIT: chained(_audit(session, found)),
    }
    files = images.files(session, found.id) if enclosed else ()
    return Papers(texts, rule_set_source(found.rule_set), {each.name: each.content for each in files})


class _Persons:
    """Numbers for persons: the keys by which the system knows them hold birth dates."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}

    def number(self, key: str) -> str:
        return self._numbers.setdefault(key, f"p{len(self._numbers) + 1}")


def _election(session: Session, found: tables.Election, result: tables.Result, links: Links) -> dict[str, Any]:
    persons = _Persons()
    area = session.get_one(tables.Area, found.area)
    basis = result.basis or {"seated": [], "relatives": []}  # counted before the basis was kept: a first ballot
    return {
        "id": str(found.id),
        "area": found.area,
        "area_name": area.name,
        "title": found.title,
        "kind": found.kind,
        "parent_id": None if found.parent_id is None else str(found.parent_id),
        "parent_bundle": links.parent_bundle,
        "mode": found.mode,
        "polling_day": found.polling_day.isoformat(),
        "term_ends_on": found.term_ends_on and found.term_ends_on.isoformat(),
        "state": found.state,
        "supersedes": links.supersedes,
        "rule_set": found.rule_set,
        "electors": result.verdict["electors"],
        "contests": _contests(session, found, persons),
        "seated": [{**each, "person": persons.number(each["person"])} for each in basis["seated"]],
        "relatives": _relatives(session, found, result, persons),
    }


def _contests(session: Session, found: tables.Election, persons: _Persons) -> _Rows:
    """In the order of the paper, which also orders equal votes."""
    names = {str(row.id): row for row in elections.candidates(session, found.id)}
    return [
        {
            "post": ballot.post.value,
            "seats": ballot.seats,
            "candidates": [
                {
                    "id": each,
                    "name": names[each].name,
                    "sex": names[each].sex,
                    "person": persons.number(ballot.person(each)),
                    **({"struck": True} if each in ballot.struck else {}),
                }
                for each in ballot.candidates
            ],
        }
        for ballot in elections.ballots(session, found.id)
    ]


def _relatives(session: Session, found: tables.Election, result: tables.Result, persons: _Persons) -> list[list[str]]:
    """Only pairs that the verdict rests on: of others the public has not been told. Without the rest it comes out the
    same, since a pair counts only where somebody with enough votes was passed over for it."""
    ballots = elections.ballots(session, found.id)
    passed = {
        ballot.person(standing["candidate_id"])
        for ballot, contest in zip(ballots, result.verdict["contests"], strict=True)
        for standing in contest["candidates"]
        if standing.get("passed_over") == Passed.RELATIVE
    }
    basis = result.basis or {"seated": [], "relatives": []}
    involved = {ballot.person(each) for ballot in ballots for each in ballot.candidates}
    involved |= {each["person"] for each in basis["seated"]}
    pairs = [pair for pair in basis["relatives"] if passed.intersection(pair) and involved.issuperset(pair)]
    return sorted(sorted(map(persons.number, pair)) for pair in pairs)


def _roll(session: Session, found: tables.Election) -> dict[str, Any]:
    versions = rolls.versions(session, found.roll_election)
    names = ("number", "electors", "roll_hash", "on", "reason")
    return {
        "election_id": str(found.roll_election),
        "roll_hash": found.roll_hash,
        "versions": [plain(row, names) for row in versions],
    }


def _candidates(session: Session, found: tables.Election) -> _Rows:
    """Who stood, and who withdrew after the list was published; nominees who were never put up were never published."""
    names = ("id", "post", "name", "sex", "nominated_by", "joint_electors", "state")
    published = [row for row in elections.candidates(session, found.id) if _was_published(row)]
    return [plain(row, names) for row in published]


def _was_published(row: tables.Candidate) -> bool:
    return row.state == CandidateState.STANDING or row.place is not None


def _steps(session: Session, found: tables.Election) -> dict[str, Any]:
    exceptions = elections.exceptions(session, found.id)
    decided = objections.objections(session, found.id)
    return {
        "steps": [plain(row, ("step", "on", "by", "at")) for row in queries.steps_taken(session, found.id)],
        "exceptions": [plain(row, ("duty", "reason", "by", "at")) for row in exceptions],
        "objections": [
            plain(row, ("id", "kind", "received_on", "reply_by", "upheld", "grounds", "decided_on")) for row in decided
        ],
        "proxies": {"count": len(proxies.standing(session, found.id))},
        "handover": _handover(session, found),
        "complaints": [
            plain(row, ("ground", "received_on", "upheld", "effect", "reasons", "decided_on", "decided_office"))
            for row in aftermath.decisions(session, found.id)
        ],
    }


def _handover(session: Session, found: tables.Election) -> dict[str, Any] | None:
    """When it was complete, and what was handed over; not between whom."""
    done = session.get(tables.Handover, found.id)
    if done is None:
        return None
    items = sorted(row.code for row in aftermath.handed_over(session, found.id))
    return {"completed_on": done.completed_on.isoformat(), "items": items}


def _tally(session: Session, found: tables.Election) -> dict[str, Any]:
    query = select(tables.StationCount).where(tables.StationCount.election_id == found.id)
    counts = session.scalars(query.order_by(tables.StationCount.station_id)).all()
    return {
        "stations": {str(row.station_id): row.totals for row in counts},
        "totals": total(Totals.from_facts(row.totals) for row in counts).as_facts(),
    }


def _notices(session: Session, found: tables.Election) -> _Rows:
    query = select(tables.Publication).where(tables.Publication.election_id == found.id)
    rows = session.scalars(query.order_by(tables.Publication.published_at, tables.Publication.notice_id))
    return [plain(row, ("notice_id", "title", "event_type", "published_at")) for row in rows]


def _events(session: Session, found: tables.Election) -> _Rows:
    """What was told of the election, each by the hash of its data: the data itself the subscribers have."""
    query = select(outbox).where(outbox.c.subject == f"elections/{found.id}").order_by(outbox.c.id)
    return [
        {
            "id": str(row["event_id"]),
            "type": row["type"],
            "sequence": row["sequence"],
            "time": row["time"].isoformat(),
            "sha256": digest(canonical(row["data"])),
        }
        for row in session.execute(query).mappings()
    ]


def _audit(session: Session, found: tables.Election) -> _Rows:
    """The lines about the election and all that belongs to it."""
    names = ("time", "actor", "action", "subject", "before_hash", "after_hash")
    query = select(audit_trail).where(audit_trail.c.subject.in_(_subjects(session, found))).order_by(audit_trail.c.id)
    return [{name: value(row[name]) for name in names} for row in session.execute(query).mappings()]


def _subjects(session: Session, found: tables.Election) -> list[str]:
    asked = recalls.about(session, found.id)
    recalled = [member for row in asked for _, member in recalls.members(session, row.id)]
    parts: Iterable[tuple[str, Iterable[UUID]]] = (
        ("elections", [found.id]),
        ("stations", [row.id for row in elections.stations(session, found.id)]),
        ("objections", [row.id for row in objections.objections(session, found.id)]),
        ("proxies", [row.id for row in proxies.standing(session, found.id)]),
        ("complaints", [row.id for row in aftermath.complaints(session, found.id)]),
        ("staff", [row.id for row in polling.staff(session, found.id)]),  # until they were the election's own lines
        ("callouts", [row.id for row in callouts.of_election(session, found.id)]),
        ("recalls", [row.id for row in asked]),
        ("members", [row.id for row in [*members.elected_by(session, found.id), *recalled]]),
    )
    return [f"{kind}/{each}" for kind, ids in parts for each in ids]
