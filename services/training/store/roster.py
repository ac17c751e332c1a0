"""The roster as it stood on a day, and what is kept of each cadre."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session, aliased

from services.training.domain.office.cadres import Education, Facts, Party, Source
from services.training.domain.office.posts import Post
from services.training.domain.office.roster_file import Holder
from services.training.domain.office.terms import Person
from services.training.store.tables import (
    Area,
    Cadre,
    CompetencyLevel,
    Establishment,
    Kinship,
    MentorMeeting,
    Mentorship,
    Profile,
    Secondment,
    Term,
)
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Standing:
    """A cadre as they stood on a day: the posts that they held, and what was known of them."""

    cadre: Cadre
    terms: Sequence[Term]
    facts: Facts

    @property
    def posts(self) -> list[Post]:
        return [Post(term.post) for term in self.terms]


def in_office(on: date | ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that a term runs on the day. An elected one goes on past its end until the next election."""
    lasts = Term.election_id.is_not(None) | Term.ends_on.is_(None) | (Term.ends_on > on)
    return (Term.starts_on <= on) & or_(Term.ended_on > on, Term.ended_on.is_(None) & lasts)


def standings(db: Session, actor: Actor, on: date, *conditions: ColumnElement[bool]) -> list[Standing]:
    """Who held a post on the day, by community and name; `conditions` on terms and cadres."""
    profile = _profile(on)
    query = (
        select(Cadre, Term, profile)
        .join(Term, Term.cadre_id == Cadre.id)
        .outerjoin(profile, profile.cadre_id == Cadre.id)
        .where(within(Term.area, actor), in_office(on), *conditions)
        .order_by(Cadre.area, Cadre.name, Cadre.id, Term.starts_on, Term.post)
    )
    return _grouped(db, query)


def facts_of(row: Profile | None) -> Facts:
    if row is None:
        return Facts()
    return Facts(
        education=Education(row.education) if row.education else None,
        source=Source(row.source) if row.source else None,
        party=Party(row.party) if row.party else None,
        home_unit=row.home_unit,
    )


def facts_on(db: Session, cadre_id: UUID, on: date) -> Facts:
    query = select(Profile).where(Profile.cadre_id == cadre_id, Profile.since <= on)
    return facts_of(db.scalar(query.order_by(Profile.since.desc()).limit(1)))


def all_terms(db: Session, actor: Actor, area: str | None, on: date) -> list[Standing]:
    """Everybody of the area, with all terms and what is known of them on the day: what the roster's file holds."""
    profile = _profile(on)
    query = (
        select(Cadre, Term, profile)
        .outerjoin(Term, Term.cadre_id == Cadre.id)
        .outerjoin(profile, profile.cadre_id == Cadre.id)
        .where(within(Cadre.area, actor), below(Cadre.area, area))
        .order_by(Cadre.area, Cadre.name, Cadre.id, Term.starts_on, Term.post)
    )
    return _grouped(db, query)


def below(column: Any, area: str | None) -> ColumnElement[bool]:
    """The condition that a row lies in an area that was asked for; any, without one."""
    return within(column, Actor(subject="", area=area))


def communities(db: Session, actor: Actor) -> set[str]:
    return set(db.scalars(select(Area.code).where(within(Area.code, actor), Area.level == "community")))


def hold_cadres(db: Session, actor: Actor) -> None:
    """Whoever appoints one of them, or imports the roster, is alone with them until the transaction ends."""
    db.execute(select(Cadre.id).where(within(Cadre.area, actor)).order_by(Cadre.id).with_for_update())


def cadres_by_person(db: Session, actor: Actor) -> dict[Holder, Cadre]:
    rows = db.scalars(select(Cadre).where(within(Cadre.area, actor)))
    return {(row.area, Person(row.name, row.birth_date)): row for row in rows}


def running(db: Session, cadre_id: UUID) -> dict[str, date]:
    """The posts that a cadre holds, each since when."""
    query = select(Term.post, Term.starts_on).where(Term.cadre_id == cadre_id, Term.ended_on.is_(None))
    return dict(db.execute(query).all())


def term(db: Session, actor: Actor, term_id: UUID) -> Term:
    """Locked: a term ends once. Raises NotFound."""
    found = db.scalar(select(Term).where(Term.id == term_id, within(Term.area, actor)).with_for_update())
    if found is None:
        raise NotFound("term_not_found", "没有找到这段任期。")
    return found


Row = TypeVar("Row", Secondment, Mentorship, Kinship)


def owned(db: Session, actor: Actor, kind: type[Row], row_id: UUID) -> Row:
    """A row of the roster within the actor's area, locked. Raises NotFound."""
    found = db.scalar(select(kind).where(kind.id == row_id, within(kind.area, actor)).with_for_update())
    if found is None:
        raise NotFound("roster_row_not_found", "没有找到这条登记。")
    return found


def profiles(db: Session, cadre_id: UUID) -> Sequence[Profile]:
    """The newest first."""
    return db.scalars(select(Profile).where(Profile.cadre_id == cadre_id).order_by(Profile.since.desc())).all()


def secondments(db: Session, cadre_id: UUID) -> Sequence[Secondment]:
    query = select(Secondment).where(Secondment.cadre_id == cadre_id)
    return db.scalars(query.order_by(Secondment.starts_on.desc())).all()


def mentorships(db: Session, cadre_id: UUID) -> Sequence[Mentorship]:
    """On either side."""
    own = or_(Mentorship.mentor_id == cadre_id, Mentorship.mentee_id == cadre_id)
    return db.scalars(select(Mentorship).where(own).order_by(Mentorship.starts_on.desc(), Mentorship.id)).all()


def running_mentorships(db: Session, actor: Actor) -> Sequence[Mentorship]:
    """The newest first."""
    row = Mentorship
    query = select(row).where(row.ended_on.is_(None), within(row.area, actor))
    return db.scalars(query.order_by(row.starts_on.desc(), row.id)).all()


def meetings(db: Session, mentorship_id: UUID) -> Sequence[MentorMeeting]:
    query = select(MentorMeeting).where(MentorMeeting.mentorship_id == mentorship_id)
    return db.scalars(query.order_by(MentorMeeting.held_on, MentorMeeting.id)).all()


def kinships(db: Session, area: str) -> Sequence[Kinship]:
    return db.scalars(select(Kinship).where(Kinship.area == area).order_by(Kinship.id)).all()


def levels(db: Session, cadre_ids: Sequence[UUID], on: date) -> dict[UUID, dict[str, int]]:
    """The newest level in each competency on the day, by cadre."""
    row = CompetencyLevel
    newest = (
        select(row.cadre_id, row.competency, row.level)
        .ext(distinct_on(row.cadre_id, row.competency))
        .where(row.cadre_id.in_(cadre_ids), row.assessed_on <= on)
        .order_by(row.cadre_id, row.competency, row.assessed_on.desc())
    )
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for cadre_id, competency, level in db.execute(newest):
        found[cadre_id][competency] = level
    return found


def keep_levels(db: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Said again of the same cadre, competency and day, a level is corrected."""
    row = insert(CompetencyLevel)
    newest = {name: getattr(row.excluded, name) for name in ("level", "assessor", "evidence")}
    key = ["cadre_id", "competency", "assessed_on"]
    statement = row.on_conflict_do_update(index_elements=key, set_=newest)
    db.execute(statement, [{"id": new_id(), **each} for each in rows])


def establishments(db: Session, actor: Actor, on: date, area: str | None = None) -> dict[tuple[str, str], int]:
    """Seats by community and post on the day."""
    row = Establishment
    query = (
        select(row.area, row.post, row.seats)
        .ext(distinct_on(row.area, row.post))
        .where(within(row.area, actor), below(row.area, area), row.since <= on)
        .order_by(row.area, row.post, row.since.desc())
    )
    return {(code, post): seats for code, post, seats in db.execute(query) if seats}


def holders(db: Session, actor: Actor, on: date, area: str | None = None) -> Counter[tuple[str, str]]:
    """How many hold each post on the day, by community and post."""
    own = within(Term.area, actor), below(Term.area, area), in_office(on)
    query = select(Term.area, Term.post, func.count()).where(*own).group_by(Term.area, Term.post)
    return Counter({(code, post): count for code, post, count in db.execute(query)})


def running_secondments(db: Session, actor: Actor, area: str | None) -> Sequence[tuple[Secondment, Cadre]]:
    """Those whose end comes first, or is past without a review, first."""
    query = select(Secondment, Cadre).join(Cadre, Cadre.id == Secondment.cadre_id)
    own = within(Secondment.area, actor), below(Secondment.area, area), Secondment.ended_on.is_(None)
    return db.execute(query.where(*own).order_by(Secondment.ends_on, Secondment.id)).all()


def _profile(on: date) -> type[Profile]:
    """Each cadre's row that holds on the day."""
    newest = select(Profile).ext(distinct_on(Profile.cadre_id)).where(Profile.since <= on)
    return aliased(Profile, newest.order_by(Profile.cadre_id, Profile.since.desc()).subquery())


def _grouped(db: Session, query: Select[Cadre, Term, Profile]) -> list[Standing]:
    """One for each cadre, with the terms in the order of the rows."""
    found: dict[UUID, tuple[Cadre, list[Term], Profile | None]] = {}
    for cadre, term, profile in db.execute(query):
        terms = found.setdefault(cadre.id, (cadre, [], profile))[1]
        if term is not None:
            terms.append(term)
    return [Standing(cadre, terms, facts_of(profile)) for cadre, terms, profile in found.values()]
