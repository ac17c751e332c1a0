"""Election committees and their members."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class ElectionCommittee(Base):
    """By which meeting it was chosen (Art 15). `version` rises with every change of its members."""

    __tablename__ = "election_committees"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    chosen_by: Mapped[str]
    chosen_on: Mapped[date] = mapped_column(Date)
    document: Mapped[str]
    version: Mapped[int]
    by: Mapped[str]
    at: Mapped[datetime]


class CommitteeMember(Base):
    """`place` is the order of votes at the meeting, in which reserves move up. `by` and `at` are of the latest
    change."""

    __tablename__ = "committee_members"
    __table_args__ = (UniqueConstraint("election_id", "place"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    place: Mapped[int]
    name: Mapped[str]
    birth_date: Mapped[date] = mapped_column(Date)
    role: Mapped[str]
    state: Mapped[str]
    left_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str | None]
    note: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
