"""What was found of each community's team when it was last looked at."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class StructureCheck(Base):
    """When a community was last looked at; None asks for it to be looked at now."""

    __tablename__ = "structure_checks"

    area: Mapped[str] = mapped_column(String(12), primary_key=True)
    checked_on: Mapped[date | None] = mapped_column(Date, index=True)


class StructureState(Base):
    """A rule's verdict on a community since a day: what is told is only that it turned."""

    __tablename__ = "structure_states"

    area: Mapped[str] = mapped_column(String(12), primary_key=True)
    rule: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    since: Mapped[date] = mapped_column(Date)


class VacantPost(Base):
    """Seats of a post that nobody holds, since a day."""

    __tablename__ = "vacant_posts"

    area: Mapped[str] = mapped_column(String(12), primary_key=True)
    post: Mapped[str] = mapped_column(primary_key=True)
    seats: Mapped[int]
    since: Mapped[date] = mapped_column(Date)
