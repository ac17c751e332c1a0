"""Rolls of electors."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, func
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class Elector(Base):
    """`roll` is the job that imported the row: a new roll is copied in beside the old one, which then goes."""

    __tablename__ = "electors"
    __table_args__ = (Index(None, "election_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    roll: Mapped[UUID]
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    name: Mapped[str]
    sex: Mapped[str]
    birth_date: Mapped[date] = mapped_column(Date)
    address: Mapped[str]
    group: Mapped[str]
    registration: Mapped[str]


class RollFile(Base):
    """An uploaded roll on its way to being imported: in the database, so that any worker can have it.

    Its id is that of the job that reads it; it goes when that is over.
    """

    __tablename__ = "roll_files"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
