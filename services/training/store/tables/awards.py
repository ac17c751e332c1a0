"""Cycles of awards, who is nominated in them, and objections."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class AwardCycle(Base):
    """`area` is the office's. `needs_lower`: only who was awarded by a subdistrict in the same year is nominated."""

    __tablename__ = "award_cycles"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    title: Mapped[str]
    level: Mapped[str]
    year: Mapped[int]
    cadres: Mapped[int]
    organisations: Mapped[int]
    nominate_until: Mapped[date] = mapped_column(Date)
    objection_days: Mapped[int]
    needs_lower: Mapped[bool]
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    opened_by: Mapped[str]


class AwardNomination(Base):
    """`name` is the cadre's, or the community's. `total` is in hundredths of a point."""

    __tablename__ = "award_nominations"
    __table_args__ = (
        Index("uq_award_nominations_cadre", "cycle_id", "cadre_id", unique=True, postgresql_where=text(
            "cadre_id IS NOT NULL")),
        Index("uq_award_nominations_organisation", "cycle_id", "area", unique=True, postgresql_where=text(
            "cadre_id IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("award_cycles.id"), index=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    cadre_id: Mapped[UUID | None] = mapped_column(ForeignKey("cadres.id"), index=True)
    name: Mapped[str]
    deeds: Mapped[str]
    state: Mapped[str]
    nominated_by: Mapped[str]
    nominated_on: Mapped[date] = mapped_column(Date)
    scores: Mapped[dict[str, Any] | None]
    total: Mapped[int | None]
    check_note: Mapped[str | None]
    checked_by: Mapped[str | None]
    publicised_on: Mapped[date | None] = mapped_column(Date)
    objections_until: Mapped[date | None] = mapped_column(Date)
    decided_on: Mapped[date | None] = mapped_column(Date)
    decided_by: Mapped[str | None]
    decision_note: Mapped[str | None]


class AwardObjection(Base):
    """What somebody holds against an award; who it was is not published."""

    __tablename__ = "award_objections"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("award_nominations.id"), index=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    text: Mapped[str]
    received_on: Mapped[date] = mapped_column(Date)
    recorded_by: Mapped[str]
    upheld: Mapped[bool | None]
    reasons: Mapped[str | None]
    decided_on: Mapped[date | None] = mapped_column(Date)
    decided_by: Mapped[str | None]
