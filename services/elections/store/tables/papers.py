"""The account of an election's papers, and what was decided about doubtful ones."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from services.elections.store.tables.base import AreaColumn, Base


class PaperStock(Base):
    """How many papers were printed, how many no station got, and the destruction of what was left over."""

    __tablename__ = "paper_stocks"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    printed: Mapped[int]
    kept: Mapped[int]
    version: Mapped[int]
    by: Mapped[str]
    at: Mapped[datetime]
    destroyed: Mapped[int | None]
    destroyed_on: Mapped[date | None] = mapped_column(Date)
    witnesses: Mapped[list[str] | None] = mapped_column(ARRAY(String))


class PaperAccount(Base):
    """A station's papers."""

    __tablename__ = "paper_accounts"

    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"), primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    received: Mapped[int]
    issued: Mapped[int]
    left_over: Mapped[int]
    spoiled: Mapped[int]
    written_for: Mapped[int | None]
    version: Mapped[int]
    by: Mapped[str]
    at: Mapped[datetime]


class DoubtfulPapers(Base):
    """Papers about which the election committee decided before the calling began. Append-only."""

    __tablename__ = "doubtful_papers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"))
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    sheet: Mapped[int]
    papers: Mapped[int]
    ground: Mapped[str]
    decision: Mapped[str]
    decided_by: Mapped[list[str]] = mapped_column(ARRAY(String))
    note: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
