"""Loading courses, rooms and teachers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.training.store.reach import offered
from services.training.store.tables import Course, Room, Teacher
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

Item = TypeVar("Item", Course, Room, Teacher)
Keyed = TypeVar("Keyed", Room, Teacher)

_NOT_FOUND: Mapping[type[Course | Room | Teacher], tuple[str, str]] = {
    Course: ("course_not_found", "没有找到这门课程。"),
    Room: ("room_not_found", "没有找到这间教室。"),
    Teacher: ("teacher_not_found", "没有找到这名教师。"),
}


def item(db: Session, actor: Actor, kind: type[Item], item_id: UUID) -> Item:
    """One that the actor's area may use. Raises NotFound."""
    return _known(kind, db.scalar(select(kind).where(kind.id == item_id, offered(kind.area, actor))))


def own_item(db: Session, actor: Actor, kind: type[Item], item_id: UUID) -> Item:
    """One that the actor may change, locked. Raises NotFound."""
    query = select(kind).where(kind.id == item_id, within(kind.area, actor))
    return _known(kind, db.scalar(query.with_for_update()))


def by_key(db: Session, kind: type[Keyed], key: str) -> Keyed:
    """The room or teacher whose calendar the key opens. Raises NotFound."""
    return _known(kind, db.scalar(select(kind).where(kind.calendar_key == key)))


def _known(kind: type[Item], found: Item | None) -> Item:
    if found is None:
        raise NotFound(*_NOT_FOUND[kind])
    return found


def courses(db: Session, area: str, ids: Collection[UUID]) -> set[UUID]:
    """Which of the courses are there for an area."""
    there = offered(Course.area, Actor(subject="office", area=area))
    return set(db.scalars(select(Course.id).where(Course.id.in_(ids), there)))


def prerequisites(db: Session) -> dict[UUID, list[UUID]]:
    """By course; those without any are left out."""
    query = select(Course.id, Course.prerequisites).where(Course.prerequisites != [])
    return dict(db.execute(query).all())


def teaching(db: Session, actor: Actor, competency: str) -> Sequence[Course]:
    """The courses for the actor's area that teach a competency."""
    there = offered(Course.area, actor), Course.competencies.contains([competency]), Course.retired.is_(False)
    return db.scalars(select(Course).where(*there).order_by(Course.code)).all()
