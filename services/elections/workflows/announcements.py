"""What the elections service tells the others of an election, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.elections.domain.calendar.timetable import Timetable, term
from services.elections.domain.procedure.steps import Step
from services.elections.store import elections, tables
from services.elections.store.rule_sets import rule_set
from shared import clock
from shared.database.unit_of_work import UnitOfWork


def tell_announced(uow: UnitOfWork, found: tables.Election, on: date) -> None:
    contests = elections.contests(uow.session, found.id)
    seats = [{"post": contest.post, "seats": contest.seats} for contest in contests]
    facts = {
        "kind": found.kind,
        "mode": found.mode,
        "announced_on": on,
        "rule_set": found.rule_set,
        "contests": seats,
    }
    tell(uow, found, "elections.election_announced.v1", facts)


def tell_roll_published(uow: UnitOfWork, found: tables.Election, on: date) -> None:
    until = Timetable(found.polling_day, rule_set(found.rule_set)).objections_until(on)
    facts = {"published_on": on, "electors": found.electors, "roll_hash": found.roll_hash, "objections_until": until}
    tell(uow, found, "elections.roll_published.v1", facts)


def tell_candidates_published(uow: UnitOfWork, found: tables.Election, on: date) -> None:
    facts = {"published_on": on, "contests": _standing_for(uow, found)}
    tell(uow, found, "elections.candidates_published.v1", facts)


def tell_another_ballot(uow: UnitOfWork, child: tables.Election) -> None:
    facts = {"parent_election_id": child.parent_id, "kind": child.kind, "contests": _standing_for(uow, child)}
    tell(uow, child, "elections.another_ballot_called.v1", facts)


def _standing_for(uow: UnitOfWork, found: tables.Election) -> list[dict[str, Any]]:
    standing = elections.standing(uow.session, found.id)
    return [
        {
            "post": contest.post,
            "seats": contest.seats,
            "candidates": [_shown(candidate) for candidate in standing if candidate.post == contest.post],
        }
        for contest in elections.contests(uow.session, found.id)
    ]


def tell_result(uow: UnitOfWork, found: tables.Election, _on: date) -> None:
    """The certified verdict; birth dates of those elected only, by which training tells persons of one name apart."""
    result = elections.result(uow.session, found.id)
    if result is None:
        raise LookupError(f"election {found.id} was certified without a result")
    verdict = result.verdict
    persons = {str(row.id): row for row in elections.candidates(uow.session, found.id)}
    facts = {
        "mode": found.mode,
        "certified_at": clock.now(),
        "rule_set": found.rule_set,
        "valid": verdict["valid"],
        "electors": verdict["electors"],
        "voted": verdict["voted"],
        "turnout": verdict["turnout"],
        "term": {"starts_on": found.polling_day, "ends_on": term_end(found)},
        "contests": [_contest_result(contest, persons) for contest in verdict["contests"]],
        "kind": found.kind,
        "exceptions": [
            {"duty": each.duty, "reason": each.reason} for each in elections.exceptions(uow.session, found.id)
        ],
    }
    if found.parent_id is not None:
        facts["parent_election_id"] = found.parent_id
    tell(uow, found, "elections.result_certified.v1", facts)


def term_end(found: tables.Election) -> date:
    """Who fills an empty seat serves to the end of the term that runs (Art 24)."""
    return found.term_ends_on or term(found.polling_day, rule_set(found.rule_set)).ends_on


def tell_polls_opened(uow: UnitOfWork, found: tables.Election, on: date) -> None:
    stations = [_place(station) for station in elections.stations(uow.session, found.id)]
    tell(uow, found, "elections.polls_opened.v1", {"opened_on": on, "stations": stations})


def _place(station: tables.Station) -> dict[str, Any]:
    """Where and when: what is not known is left out."""
    known = {"address": station.address, "opens_at": station.opens_at, "closes_at": station.closes_at}
    return {"name": station.name, "kind": station.kind, **{name: value for name, value in known.items() if value}}


def tell_cancelled(uow: UnitOfWork, found: tables.Election, on: date) -> None:
    """A draft was never told of, so nobody needs to hear that it is gone."""
    if Step.ANNOUNCE in elections.taken(uow.session, found.id):
        tell(uow, found, "elections.election_cancelled.v1", {"cancelled_on": on})


def _contest_result(contest: Mapping[str, Any], persons: Mapping[str, tables.Candidate]) -> dict[str, Any]:
    names = ("post", "seats", "outcome", "seats_short", "another_ballot")
    standings = [_standing(standing, persons[standing["candidate_id"]]) for standing in contest["candidates"]]
    return {**{name: contest[name] for name in names}, "candidates": standings}


def _standing(standing: Mapping[str, Any], person: tables.Candidate) -> dict[str, Any]:
    names = ("votes", "elected", "inequality", "clause")
    shown = {**_shown(person), **{name: standing[name] for name in names}}
    return {**shown, "birth_date": person.birth_date} if standing["elected"] else shown


def _shown(candidate: tables.Candidate) -> dict[str, Any]:
    return {"candidate_id": candidate.id, "name": candidate.name, "sex": candidate.sex}


def tell(uow: UnitOfWork, found: tables.Election, event_type: str, facts: Mapping[str, Any]) -> None:
    """Emits an event about an election: `facts` beside its id, title and polling day."""
    common = {"election_id": found.id, "title": found.title, "polling_day": found.polling_day}
    uow.emit(event_type, subject=f"elections/{found.id}", area=found.area, data={**common, **facts})
