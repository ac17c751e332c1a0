"""Loading cadres and their terms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from services.training.domain.office.posts import COMMITTEE, Post
from services.training.domain.office.terms import Held, Person
from services.training.store.tables import AppraisalGrade, Area, Cadre, DecidedPost, EndedPost, Term
from shared import clock
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_LATELY = timedelta(days=366)


def cadre(db: Session, actor: Actor, cadre_id: UUID, *, lock: bool = False) -> Cadre:
    """Raises NotFound."""
    query = select(Cadre).where(Cadre.id == cadre_id, within(Cadre.area, actor))
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("cadre_not_found", "没有找到这名社区干部。")
    return found


def cadre_by_key(db: Session, key: str) -> Cadre:
    """Raises NotFound."""
    found = known_by_key(db, key)
    if found is None:
        raise NotFound("calendar_not_found", "没有找到这个个人链接或日历，地址可能已更换。")
    return found


def known_by_key(db: Session, key: str) -> Cadre | None:
    return db.scalar(select(Cadre).where(Cadre.calendar_key == key))


def terms(db: Session, cadre_id: UUID) -> Sequence[Term]:
    """The cadre's terms, the newest first."""
    return db.scalars(select(Term).where(Term.cadre_id == cadre_id).order_by(Term.starts_on.desc())).all()


def names(db: Session, actor: Actor) -> dict[str, str]:
    """Of everybody within reach, by id as text."""
    return {str(key): name for key, name in db.execute(select(Cadre.id, Cadre.name).where(within(Cadre.area, actor)))}


def director_terms(db: Session, actor: Actor) -> list[tuple[Term, Cadre]]:
    """Of directors in office and of those who left within a year, the newest first."""
    lately = Term.ended_on.is_(None) | (Term.ended_on > clock.today() - _LATELY)
    query = select(Term, Cadre).join(Cadre, Cadre.id == Term.cadre_id)
    query = query.where(Term.post == Post.DIRECTOR, lately, within(Term.area, actor)).order_by(Term.starts_on.desc())
    return [(term, cadre) for term, cadre in db.execute(query)]


def held(db: Session, area: str) -> list[Held]:
    """The terms that run in a community's committee; what an election decides nothing about is not among them."""
    running = (Term.area == area) & Term.post.in_(COMMITTEE) & Term.ended_on.is_(None)
    query = select(Term, Cadre).join(Cadre, Cadre.id == Term.cadre_id).where(running)
    return [
        Held(term.id, Person(cadre.name, cadre.birth_date), term.post, term.starts_on)
        for term, cadre in db.execute(query)
    ]


def running_election(db: Session, cadre_id: UUID) -> UUID | None:
    """The election by which the cadre holds a post now, the newest if there are two."""
    elected = Term.election_id.is_not(None)
    query = select(Term.election_id).where(Term.cadre_id == cadre_id, Term.ended_on.is_(None), elected)
    return db.scalar(query.order_by(Term.starts_on.desc()).limit(1))


def touch_calendars(db: Session, cadre_ids: Collection[UUID]) -> None:
    """To be called when the cadres take or leave places: a feed's Last-Modified must not fall behind."""
    db.execute(update(Cadre).where(Cadre.id.in_(cadre_ids)).values(calendar_changed_at=clock.now()))


def is_known(db: Session, election_id: UUID) -> bool:
    return bool(db.scalar(select(exists().where(DecidedPost.election_id == election_id))))


def decided_later(db: Session, area: str, day: date) -> dict[str, date]:
    """The posts that elections after `day` have filled anew in a community, each with the first day on which one
    did."""
    query = (
        select(DecidedPost.post, func.min(DecidedPost.starts_on)).where(DecidedPost.whole).group_by(DecidedPost.post)
    )
    return dict(db.execute(query.where(DecidedPost.area == area, DecidedPost.starts_on > day)).all())


def ended(db: Session, election_id: UUID) -> Sequence[EndedPost]:
    """Who has left the posts to which an election elected them."""
    return db.scalars(select(EndedPost).where(EndedPost.election_id == election_id)).all()


def appraisals(db: Session, cadre: Cadre) -> Sequence[AppraisalGrade]:
    """Oldest first."""
    grade = AppraisalGrade
    own = (grade.area == cadre.area) & (grade.name == cadre.name) & (grade.birth_date == cadre.birth_date)
    return db.scalars(select(grade).where(own).order_by(grade.year)).all()


def area(db: Session, code: str) -> Area:
    found = db.get(Area, code)
    if found is None:
        raise NotFound("area_not_found", "没有找到区划代码为{area}的地区，或不在您的管辖范围内。", area=code)
    return found


def areas_within(db: Session, actor: Actor) -> Sequence[Area]:
    return db.scalars(select(Area).where(within(Area.code, actor)).order_by(Area.code)).all()


def all_areas(db: Session) -> Sequence[Area]:
    return db.scalars(select(Area).order_by(Area.code)).all()
