"""Keeping the catalogue: courses, rooms and teachers, added and changed. None is ever taken out: it is retired."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.training.domain.learning.courses import Assessment, Grading, check_course
from services.training.store import catalogue
from services.training.store.catalogue import Item
from services.training.store.database import unit_of_work
from services.training.store.places import must_be_registered
from services.training.store.tables import Course, Room, Teacher
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.web.etags import Expected, must_match


def add(actor: Actor, new: Item) -> Item:
    """Raises Invalid, or Conflict for one that is there already."""
    actor.must_reach(new.area)
    with unit_of_work(actor) as uow:
        must_be_registered(uow.session, new.area)
        _check(uow.session, new)
        uow.session.add(new)
        _record(uow, "add", new)
        return new


def change(actor: Actor, kind: type[Item], item_id: UUID, changes: Mapping[str, Any], *, version: Expected) -> Item:
    """Sessions that are scheduled keep the words that they were scheduled with."""
    with unit_of_work(actor) as uow:
        found = catalogue.own_item(uow.session, actor, kind, item_id)
        must_match(found.version, version)
        for name, value in changes.items():
            setattr(found, name, value)
        found.version += 1
        with uow.session.no_autoflush:
            _check(uow.session, found)
        _record(uow, "change", found)
        return found


def _check(db: Session, row: Course | Room | Teacher) -> None:
    _must_be_apart(db, row)
    if isinstance(row, Course):
        _must_be_known(db, row.area, "prerequisites", row.prerequisites)
        grading = Grading(Assessment(row.assessment), row.pass_mark, row.certificate, row.valid_months)
        check_course(grading, row.id, {**catalogue.prerequisites(db), row.id: row.prerequisites})
    elif isinstance(row, Teacher):
        _must_be_known(db, row.area, "courses", row.courses)


def _must_be_apart(db: Session, row: Course | Room | Teacher) -> None:
    kind: Any = type(row)
    names = {Course: ("code",), Room: ("name",), Teacher: ("name", "unit")}[kind]
    same = [getattr(kind, name) == getattr(row, name) for name in names]
    if db.scalar(select(kind.id).where(kind.area == row.area, kind.id != row.id, *same)) is not None:
        name = getattr(row, names[0])
        raise Conflict("known_already", "本单位已登记“{name}”。", name=name)


def _must_be_known(db: Session, area: str, field: str, ids: Collection[UUID]) -> None:
    if unknown := set(ids) - catalogue.courses(db, area, ids):
        course = ", ".join(sorted(map(str, unknown)))
        fault = FieldError(field, "course_unknown", "没有这门课程：{course}。", {"course": course})
        raise Invalid("course_unknown", "课程有误，请按提示修改。", fields=[fault])


def _record(uow: UnitOfWork, verb: str, row: Course | Room | Teacher) -> None:
    kind = type(row).__name__.lower()
    states = {name: getattr(row, name) for name in row.__table__.columns.keys() if name != "calendar_key"}  # noqa: SIM118 - a ColumnCollection iterates over columns
    uow.record(f"{verb}_{kind}", subject=f"{kind}s/{row.id}", area=row.area, after=states)
