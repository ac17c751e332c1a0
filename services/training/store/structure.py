"""A community's team as the rules on structure see it, and what was found of it last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.training.domain.office.cadres import Sex
from services.training.domain.office.posts import COMMITTEE
from services.training.domain.office.vacancies import vacant
from services.training.domain.team.structure import Group, Member
from services.training.store import roster
from services.training.store.roster import Standing
from services.training.store.tables import Area, Kinship, Secondment, StructureCheck, StructureState, Term, VacantPost
from shared.auth.actor import Actor
from shared.database.scope import within

Vacancies = dict[str, dict[str, int]]
"""Empty seats by post, by community."""


def groups(db: Session, actor: Actor, on: date, area: str | None = None) -> dict[str, Group]:
    """Each community's team on the day, by area; communities where nobody is in office are left out."""
    found = roster.standings(db, actor, on, roster.below(Term.area, area))
    back = _going_back(db, [each.cadre.id for each in found], after=on)
    members: dict[str, list[Member]] = defaultdict(list)
    for each in found:
        members[each.cadre.area].append(member(each, back.get(each.cadre.id)))
    kin = _relatives(db, actor, members.keys())
    return {code: Group(tuple(rows), frozenset(kin[code])) for code, rows in members.items()}


def member(standing: Standing, goes_back: date | None = None) -> Member:
    """With the day on which the last post ends, or a secondment. An elected post goes on until the next election."""
    cadre, ends = standing.cadre, [_end(term) for term in standing.terms]
    last = None if None in ends else max((day for day in ends if day), default=None)
    until = min((day for day in (last, goes_back) if day), default=None)
    teams = frozenset(post.team for post in standing.posts)
    born, education = cadre.birth_date, standing.facts.education
    return Member(str(cadre.id), cadre.name, Sex(cadre.sex), born, education, teams, until)


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody who will be gone from a day on, unless an appointment or a secondment is prolonged."""

    standing: Standing
    on: date
    seconded: bool


def departures(db: Session, actor: Actor, on: date, until: date, area: str | None = None) -> list[Departure]:
    """Those who will be gone after `on` and by `until`, the first to go first."""
    there = roster.standings(db, actor, on, roster.below(Term.area, area))
    back = _going_back(db, [each.cadre.id for each in there], after=on)
    gone = [(each, member(each, back.get(each.cadre.id)).until) for each in there]
    found = [Departure(each, day, back.get(each.cadre.id) == day) for each, day in gone if day and on < day <= until]
    return sorted(found, key=lambda each: (each.on, each.standing.cadre.area, each.standing.cadre.name))


def term_end(db: Session, area: str, on: date) -> date | None:
    """The last day by law of the committee that is in office."""
    running = (Term.area == area) & Term.post.in_(COMMITTEE) & roster.in_office(on)
    return db.scalar(select(Term.ends_on).where(running, Term.ends_on > on).order_by(Term.ends_on.desc()).limit(1))


def empty_since(db: Session, area: str, post: str, today: date) -> date:
    """The day on which the last to hold the post left; today if nobody ever held it."""
    left = (Term.area == area, Term.post == post, Term.ended_on <= today)
    return db.scalar(select(func.max(Term.ended_on)).where(*left)) or today


def vacancies(db: Session, actor: Actor, on: date, area: str | None = None) -> Vacancies:
    """Communities where every seat is held are left out."""
    seats: dict[str, dict[str, int]] = defaultdict(dict)
    for (code, post), count in roster.establishments(db, actor, on, area).items():
        seats[code][post] = count
    holders: dict[str, dict[str, int]] = defaultdict(dict)
    for (code, post), count in roster.holders(db, actor, on, area).items():
        holders[code][post] = count
    empty = {code: vacant(posts, holders[code]) for code, posts in seats.items()}
    return {code: posts for code, posts in empty.items() if posts}


def names(db: Session, codes: Iterable[str]) -> dict[str, str]:
    return dict(db.execute(select(Area.code, Area.name).where(Area.code.in_(list(codes)))).all())


def due(db: Session, today: date, *, most: int) -> Sequence[StructureCheck]:
    """Communities that were not looked at today, locked; those that somebody else looks at are left to them."""
    query = select(StructureCheck).where(StructureCheck.checked_on.is_(None) | (StructureCheck.checked_on < today))
    return db.scalars(query.order_by(StructureCheck.area).limit(most).with_for_update(skip_locked=True)).all()


def states(db: Session, area: str) -> dict[str, StructureState]:
    return {row.rule: row for row in db.scalars(select(StructureState).where(StructureState.area == area))}


def vacant_posts(db: Session, area: str) -> dict[str, VacantPost]:
    return {row.post: row for row in db.scalars(select(VacantPost).where(VacantPost.area == area))}


def open_vacancies(db: Session, actor: Actor, area: str | None) -> Sequence[VacantPost]:
    """As they were found last, the oldest first."""
    query = select(VacantPost).where(within(VacantPost.area, actor), roster.below(VacantPost.area, area))
    return db.scalars(query.order_by(VacantPost.since, VacantPost.area, VacantPost.post)).all()


def _end(term: Term) -> date | None:
    return None if term.election_id is not None else term.ends_on


def _going_back(db: Session, cadre_ids: Collection[object], *, after: date) -> dict[object, date]:
    """When each secondment that runs is to end; whoever stays past that day has not gone back yet."""
    runs = Secondment.ended_on.is_(None) & (Secondment.ends_on > after)
    query = select(Secondment.cadre_id, Secondment.ends_on).where(runs, Secondment.cadre_id.in_(cadre_ids))
    return dict(db.execute(query).all())


def _relatives(db: Session, actor: Actor, codes: Collection[str]) -> dict[str, set[frozenset[str]]]:
    pairs: dict[str, set[frozenset[str]]] = defaultdict(set)
    for row in db.scalars(select(Kinship).where(within(Kinship.area, actor), Kinship.area.in_(codes))):
        pairs[row.area].add(frozenset({str(row.one_id), str(row.other_id)}))
    return pairs
