"""Loading members and committees, within the actor's area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from services.elections.domain.calendar.timetable import term
from services.elections.domain.candidacy.post import Post
from services.elections.domain.committee.members import EndReason, SeatFacts, Vacancy, vacancies
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State
from services.elections.store import tables
from services.elections.store.rule_sets import rule_set
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_ORDER = list(Post)


@dataclass(frozen=True, slots=True)
class Committee:
    """A community's committee on a day. `left` are those of its term who left before its end.

    `vacant` seats may be filled by a by-election to `term_ends_on`; both are empty where no election is known.
    """

    area: str
    on: date
    members: Sequence[tables.Member]
    left: Sequence[tables.Member] = ()
    vacant: Sequence[Vacancy] = ()
    term_ends_on: date | None = None
    clause: str | None = None


def member(session: Session, actor: Actor, member_id: UUID, *, lock: bool = False) -> tables.Member:
    """Raises NotFound. `lock` holds the row: a post ends once."""
    query = select(tables.Member).where(tables.Member.id == member_id, within(tables.Member.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("member_not_found", "没有找到这名居民委员会成员。")
    return found


def in_office(session: Session, area: str, on: date) -> list[tables.Member]:
    """By post. A term that has run out goes on until the next committee is elected."""
    rows = session.scalars(select(tables.Member).where(tables.Member.area == area, _in_office(on)))
    return sorted(rows, key=_place)


def elected_by(session: Session, election_id: UUID) -> list[tables.Member]:
    """Who holds or held a post by that election."""
    rows = session.scalars(select(tables.Member).where(tables.Member.election_id == election_id))
    return sorted(rows, key=_place)


def committee(session: Session, area: str, on: date) -> Committee:
    members, elected = in_office(session, area, on), term_election(session, area, on)
    if elected is None:
        return Committee(area, on, members)
    rules = rule_set(elected.rule_set)
    return Committee(
        area=area,
        on=on,
        members=members,
        left=_left(session, area, elected.polling_day, on),
        vacant=vacancies(_seats(session, elected.id), [Post(each.post) for each in members]),
        term_ends_on=term(elected.polling_day, rules).ends_on,
        clause=rules.posts.by_election,
    )


def term_election(session: Session, area: str, on: date) -> tables.Election | None:
    """The election of the committee that is in office on the day."""
    row = tables.Election
    of_area = (row.area == area) & (row.kind == ElectionKind.TERM) & (row.state == State.CERTIFIED)
    query = select(row).where(of_area, row.polling_day <= on).order_by(row.polling_day.desc(), row.id.desc())
    return session.scalar(query.limit(1))


def succeeding(session: Session, found: tables.Election) -> tables.Election | None:
    """The first certified term election of the community after this one."""
    row = tables.Election
    of_area = (row.area == found.area) & (row.kind == ElectionKind.TERM) & (row.state == State.CERTIFIED)
    later = select(row).where(of_area, row.polling_day > found.polling_day)
    return session.scalar(later.order_by(row.polling_day, row.id).limit(1))


def relieved_by(session: Session, found: tables.Election) -> list[tables.Member]:
    """Who left because that election's committee took over."""
    row = tables.Member
    over = (row.area == found.area) & (row.end_reason == EndReason.TERM_OVER) & (row.ended_on == found.polling_day)
    return sorted(session.scalars(select(row).where(over).with_for_update()), key=_place)


def seat_facts(session: Session, found: tables.Election, today: date) -> SeatFacts:
    """What a by-election's seats are judged by; nothing for other elections."""
    if found.kind != ElectionKind.BY_ELECTION:
        return SeatFacts()
    now = committee(session, found.area, today)
    vacant = None if now.term_ends_on is None else {each.post: each.seats for each in now.vacant}
    return SeatFacts(vacant, found.term_ends_on, now.term_ends_on)


def _in_office(on: date) -> ColumnElement[bool]:
    row = tables.Member
    return (row.term_starts_on <= on) & or_(row.ended_on.is_(None), row.ended_on > on)


def _left(session: Session, area: str, since: date, on: date) -> Sequence[tables.Member]:
    row = tables.Member
    early = (row.end_reason != EndReason.TERM_OVER) & (row.ended_on <= on) & (row.term_starts_on >= since)
    return session.scalars(select(row).where(row.area == area, early).order_by(row.ended_on, row.id)).all()


def _seats(session: Session, election_id: UUID) -> dict[Post, int]:
    rows = session.scalars(select(tables.Contest).where(tables.Contest.election_id == election_id))
    return {Post(row.post): row.seats for row in sorted(rows, key=_place)}


def _place(row: tables.Member | tables.Contest) -> int:
    return _ORDER.index(Post(row.post))
