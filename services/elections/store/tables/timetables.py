"""The timetable: what was planned otherwise than the template has it, what was marked by hand, and the deadlines that
wait to be told of."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class PlannedStage(Base):
    """A stage that stands on other days than the template says."""

    __tablename__ = "planned_stages"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    by: Mapped[str]
    at: Mapped[datetime]


class StageMark(Base):
    """A stage that was done, or was not needed, by what somebody noted. `on` is the civil day of the act."""

    __tablename__ = "stage_marks"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    on: Mapped[date] = mapped_column(Date)
    not_needed: Mapped[bool]
    note: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]


class LeavingAudit(Base):
    """A last director's audit whose result the training service has published; the next election's stage by it."""

    __tablename__ = "leaving_audits"

    audit_id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    published_on: Mapped[date] = mapped_column(Date)
    auditor: Mapped[str]
    director: Mapped[str]


class Deadline(Base):
    """A reminder (`kind` approached, so many `days_before`) or an alert (missed) that waits until `tell_on`.

    One for each last day: a plan that moves the day makes a new one, and what was told stays told.
    """

    __tablename__ = "deadlines"
    __table_args__ = (Index("ix_deadlines_waiting", "tell_on", postgresql_where=text("told_at IS NULL")),)

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    days_before: Mapped[int] = mapped_column(primary_key=True)
    due_on: Mapped[date] = mapped_column(Date, primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    tell_on: Mapped[date] = mapped_column(Date)
    told_at: Mapped[datetime | None]


class DeadlinePlan(Base):
    """For which version of the election its deadlines were last written down."""

    __tablename__ = "deadline_plans"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    version: Mapped[int]
