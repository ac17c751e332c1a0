"""Plans of goals, the goals, and the evidence that is gathered for each."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class GoalPlan(Base):
    """Scores of the whole are in hundredths of a point."""

    __tablename__ = "goal_plans"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    title: Mapped[str]
    level: Mapped[str]
    post: Mapped[str | None]
    cadre_id: Mapped[UUID | None] = mapped_column(ForeignKey("cadres.id"), index=True)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str]
    midterm_on: Mapped[date | None] = mapped_column(Date)
    midterm_by: Mapped[str | None]
    midterm_score: Mapped[int | None]
    final_on: Mapped[date | None] = mapped_column(Date)
    final_by: Mapped[str | None]
    final_score: Mapped[int | None]


class Goal(Base):
    """`weight` is in basis points, the scores in points of a hundred."""

    __tablename__ = "goals"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("goal_plans.id"), index=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    title: Mapped[str]
    indicator: Mapped[str]
    weight: Mapped[int]
    responsible_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), index=True)
    co_owners: Mapped[list[str]] = mapped_column(JSONB)
    midterm_score: Mapped[int | None]
    final_score: Mapped[int | None]


class GoalEvidence(Base):
    """Something that was done for a goal."""

    __tablename__ = "goal_evidence"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    goal_id: Mapped[UUID] = mapped_column(ForeignKey("goals.id"), index=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    on: Mapped[date] = mapped_column(Date)
    text: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
