"""A certified election result: terms begin and end, and the new members get places in an induction session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, select, update
from sqlalchemy.dialects.postgresql import insert

from services.training.domain.office.terms import (
    Beginning,
    Ending,
    EndReason,
    Person,
    Result,
    Won,
    newcomers,
    succession,
)
from services.training.store import cadres, sessions
from services.training.store.tables import Area, Cadre, DecidedPost, Term
from services.training.workflows.induction import enrol_or_wait, forget_leavers
from services.training.workflows.reserves import Taken, take_posts
from services.training.workflows.roster import keep_establishment, make_cadres, new_cadre
from services.training.workflows.structure import look_again
from shared.database.unit_of_work import UnitOfWork
from shared.events.envelope import Event
from shared.ids import new_id

_INSERT_AREA = insert(cast("Table", Area.__table__))  # not the mapped class: that takes twice the time
_KEEP_AREA = _INSERT_AREA.on_conflict_do_update(
    index_elements=["code"], set_={"name": _INSERT_AREA.excluded.name, "level": _INSERT_AREA.excluded.level}
)


def keep_area(uow: UnitOfWork, event: Event) -> None:
    """Our copy of the register of areas."""
    uow.session.execute(_KEEP_AREA, event.data)


def seat_committee(uow: UnitOfWork, event: Event) -> None:
    """A result that is not valid changes nothing; nor does one that is known, under whatever event it comes again."""
    facts = event.data
    if not facts["valid"] or cadres.is_known(uow.session, facts["election_id"]):
        return
    sessions.hold_places(uow.session)
    result = _result(uow, event)
    begins, ends = succession(cadres.held(uow.session, event.area), result)
    _keep_decided(uow, event, result)
    _keep_seats(uow, event)
    members = _members(uow, event)
    _end(uow, ends, result.starts_on)
    _begin(uow, event, begins, members)
    forget_leavers(uow, event.area)
    look_again(uow, {event.area})
    new = [(members[each.person], each.post) for each in newcomers(begins)]
    enrol_or_wait(uow, facts["election_id"], event.area, new)


def _result(uow: UnitOfWork, event: Event) -> Result:
    starts_on = event.data["term"]["starts_on"]
    posts = {contest["post"] for contest in event.data["contests"]} if _is_whole(event) else set()
    later = cadres.decided_later(uow.session, event.area, starts_on)
    left = cadres.ended(uow.session, event.data["election_id"])
    ended = {
        Won(Person(each.name, each.birth_date), each.post): (each.ended_on, EndReason(each.reason)) for each in left
    }
    return Result(starts_on, posts, _won(event.data), later, ended)


def _is_whole(event: Event) -> bool:
    """Whether the posts are filled anew; by-elections and further ballots fill seats beside those who stay (Art 24)."""
    return bool(event.data.get("kind", "term") == "term")


def _keep_decided(uow: UnitOfWork, event: Event, result: Result) -> None:
    facts, whole = event.data, _is_whole(event)
    for post in sorted({contest["post"] for contest in facts["contests"]}):
        decided = DecidedPost(
            election_id=facts["election_id"], post=post, area=event.area, starts_on=result.starts_on, whole=whole
        )
        uow.session.add(decided)


def _keep_seats(uow: UnitOfWork, event: Event) -> None:
    """A new committee has as many of each post as were put to the vote; a by-election fills some of those."""
    for contest in event.data["contests"] if _is_whole(event) else ():
        since = event.data["term"]["starts_on"]
        keep_establishment(uow, event.area, contest["post"], seats=contest["seats"], since=since)


def _won(facts: Mapping[str, Any]) -> list[Won]:
    return [
        Won(Person.named(candidate["name"], candidate["birth_date"]), contest["post"])
        for contest in facts["contests"]
        for candidate in contest["candidates"]
        if candidate["elected"]
    ]


def _members(uow: UnitOfWork, event: Event) -> dict[Person, Cadre]:
    """Everyone elected as a cadre, known or made now."""
    members = {}
    for contest in event.data["contests"]:
        for candidate in contest["candidates"]:
            if candidate["elected"]:
                person = Person.named(candidate["name"], candidate["birth_date"])
                members[person] = _cadre(uow, event.area, person, candidate["sex"])
    return members


def _cadre(uow: UnitOfWork, area: str, person: Person, sex: str) -> Cadre:
    known = select(Cadre).where(Cadre.area == area, Cadre.name == person.name, Cadre.birth_date == person.birth_date)
    found = uow.session.scalar(known)
    if found is None:
        found = new_cadre(area, person, sex)
        make_cadres(uow, [found])
    return found


def _begin(uow: UnitOfWork, event: Event, begins: list[Beginning], members: Mapping[Person, Cadre]) -> None:
    for each in begins:
        term = Term(
            id=new_id(),
            cadre_id=members[each.person].id,
            area=event.area,
            post=each.post,
            election_id=event.data["election_id"],
            renewed=each.renewed,
            starts_on=event.data["term"]["starts_on"],
            ends_on=event.data["term"]["ends_on"],
            ended_on=each.until,
            end_reason=each.reason,
        )
        uow.session.add(term)
        uow.record("begin_term", subject=f"cadres/{term.cadre_id}", area=event.area, after={"post": term.post})
    now = [members[each.person] for each in begins if each.until is None]
    take_posts(uow, [Taken(member, event.data["term"]["starts_on"]) for member in now])


def _end(uow: UnitOfWork, ends: list[Ending], on: date) -> None:
    for each in ends:
        values = {"ended_on": on, "end_reason": each.reason}
        ended = uow.session.execute(
            update(Term).where(Term.id == each.term).values(**values).returning(Term)
        ).scalar_one()
        uow.record("end_term", subject=f"cadres/{ended.cadre_id}", area=ended.area, after=values)
