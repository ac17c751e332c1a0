"""Targets of informing, daily reports of who knows nothing, and visits at doors."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, SmallInteger, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class InformingGoal(Base):
    """The share of residents, in per cent, that a notice must have reached by a day. `event_day` is the day that it is
    all about (a poll, an activity); `channels` must be used at least."""

    __tablename__ = "informing_goals"
    __table_args__ = (Index(None, "area", "by_day"),)

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    target_share: Mapped[int] = mapped_column(SmallInteger)
    by_day: Mapped[date] = mapped_column(Date)
    event_day: Mapped[date] = mapped_column(Date)
    channels: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    set_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class UninformedReport(Base):
    """How many knew nothing of a notice on a day before its day. One a day."""

    __tablename__ = "uninformed_reports"
    __table_args__ = (UniqueConstraint("notice_id", "on_day"), Index(None, "area", "on_day"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"))
    area: Mapped[str] = mapped_column(String(12))
    on_day: Mapped[date] = mapped_column(Date)
    by_day: Mapped[date] = mapped_column(Date)
    target_share: Mapped[int] = mapped_column(SmallInteger)
    residents: Mapped[int]
    reached: Mapped[int]


class DoorVisit(Base):
    """Append-only: each time that somebody called at a resident's door with a notice."""

    __tablename__ = "door_visits"
    __table_args__ = (Index(None, "notice_id", "resident_id"), Index(None, "area"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id", ondelete="CASCADE"))
    result: Mapped[str]
    note: Mapped[str | None]
    visited_at: Mapped[datetime]
    by: Mapped[str]


class Airing(Base):
    """A notice that was told aloud to many at once. `listeners` are estimated: who they were nobody knows, so none of
    them counts as reached."""

    __tablename__ = "airings"
    __table_args__ = (Index(None, "area"), Index(None, "notice_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"))
    area: Mapped[str] = mapped_column(String(12))
    way: Mapped[str] = mapped_column(String(16))
    place: Mapped[str]
    at: Mapped[datetime]
    listeners: Mapped[int | None]
    recorded_by: Mapped[str]
