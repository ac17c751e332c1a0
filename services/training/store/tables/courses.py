"""The catalogue: courses, and the rooms and teachers that sessions of them take."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import String, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import SECRET, Base


class Course(Base):
    """Offered by the office of `area` to all areas below it. An empty list of `posts` means all of them; a certificate
    without `valid_months` is good for ever; `fen_per_place` is what a place costs the office."""

    __tablename__ = "courses"
    __table_args__ = (UniqueConstraint("area", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    code: Mapped[str]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    kind: Mapped[str]
    hours: Mapped[int]
    competencies: Mapped[list[str]] = mapped_column(ARRAY(String))
    posts: Mapped[list[str]] = mapped_column(ARRAY(String))
    prerequisites: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    needs: Mapped[list[str]] = mapped_column(ARRAY(String))
    assessment: Mapped[str]
    pass_mark: Mapped[int | None]
    certificate: Mapped[bool]
    valid_months: Mapped[int | None]
    fen_per_place: Mapped[int]
    retired: Mapped[bool]
    version: Mapped[int]


class Room(Base):
    """`features` are what a course may need (computers and the like); `calendar_key` opens the room's calendar."""

    __tablename__ = "rooms"
    __table_args__ = (UniqueConstraint("area", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    name: Mapped[str]
    venue: Mapped[str]
    capacity: Mapped[int]
    features: Mapped[list[str]] = mapped_column(ARRAY(String))
    retired: Mapped[bool]
    version: Mapped[int]
    calendar_key: Mapped[str] = mapped_column(unique=True, server_default=SECRET)


class Teacher(Base):
    """`courses` are those that they teach; `calendar_key` opens their calendar."""

    __tablename__ = "teachers"
    __table_args__ = (UniqueConstraint("area", "name", "unit"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    name: Mapped[str]
    unit: Mapped[str]
    courses: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    retired: Mapped[bool]
    version: Mapped[int]
    calendar_key: Mapped[str] = mapped_column(unique=True, server_default=SECRET)
