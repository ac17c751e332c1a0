"""What an office decided on a cadre's appraisals and merits."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class Adjustment(Base):
    """After the appraisal of a year that asked for one."""

    __tablename__ = "adjustments"
    __table_args__ = (UniqueConstraint("cadre_id", "year"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"))
    year: Mapped[int]
    ground: Mapped[str]
    outcome: Mapped[str]
    reasons: Mapped[str]
    decided_by: Mapped[str]
    decided_on: Mapped[date] = mapped_column(Date)


class Promotion(Base):
    """`merits` are the awards and good years that were on record when it was proposed."""

    __tablename__ = "promotions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), index=True)
    to_post: Mapped[str]
    justification: Mapped[str]
    merits: Mapped[dict[str, Any]]
    state: Mapped[str]
    proposed_by: Mapped[str]
    proposed_on: Mapped[date] = mapped_column(Date)
    decided_by: Mapped[str | None]
    decided_on: Mapped[date | None] = mapped_column(Date)
    reasons: Mapped[str | None]
