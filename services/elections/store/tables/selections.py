"""Selections in stages (such as 两推一询), and every time that a stage was held."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class Selection(Base):
    __tablename__ = "selections"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    title: Mapped[str]
    scheme: Mapped[str]
    purpose: Mapped[str]
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]


class HeldStage(Base):
    """`quorum` is a finding; a stage without one is kept, does not count, and is held again. `names` are those of the
    tally, each with its votes and the finding on whether it goes on."""

    __tablename__ = "held_stages"
    __table_args__ = (
        Index("uq_held_stages_counting", "selection_id", "stage", unique=True, postgresql_where=text("counts")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    selection_id: Mapped[UUID] = mapped_column(ForeignKey("selections.id"), index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    stage: Mapped[str]
    held_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str]
    roster: Mapped[int]
    present: Mapped[int]
    quorum: Mapped[dict[str, Any]]
    counts: Mapped[bool]
    names: Mapped[dict[str, Any]]
    document: Mapped[str]
    document_hash: Mapped[str | None] = mapped_column(String(64))
    recorded_by: Mapped[str]
