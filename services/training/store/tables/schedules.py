"""Plans made by the solver, and what they have to keep clear of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, String, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class Schedule(Base):
    """A plan for the cadres below `area`. Its id is also its job's. `replans` is the published plan that it changes;
    `sessions` is the plan, `binding` the groups of rules that stand in its way, `short` cadres without enough seats."""

    __tablename__ = "schedules"
    __table_args__ = (
        Index(None, "area", "created_at"),
        Index("uq_schedules_solving", "area", unique=True, postgresql_where=text("state = 'solving'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    state: Mapped[str]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    asked: Mapped[dict[str, Any]] = mapped_column(JSONB)
    replans: Mapped[UUID | None] = mapped_column(ForeignKey("schedules.id"))
    sessions: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB)
    cost: Mapped[int | None]
    bound: Mapped[int | None]
    costs: Mapped[dict[str, int] | None] = mapped_column(JSONB)
    binding: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    short: Mapped[list[str] | None] = mapped_column(JSONB)
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    stop: Mapped[bool] = mapped_column(server_default=text("false"))
    requested_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]


class ScheduleSolution(Base):
    """A plan that the solver found on the way, each better than the one before."""

    __tablename__ = "schedule_solutions"

    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("schedules.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    seconds: Mapped[float]
    cost: Mapped[int]
    bound: Mapped[int]


class PollingDay(Base):
    """An election's day, as the elections service tells of it: nobody of its community is called to a session then."""

    __tablename__ = "polling_days"

    election_id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    on: Mapped[date] = mapped_column(Date)
