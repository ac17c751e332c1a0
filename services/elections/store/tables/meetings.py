"""Meetings of residents and representatives with what they decided (Art 26-29)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class Meeting(Base):
    """`demand` and `quorum` are findings; `present` and the minutes are there once it was held."""

    __tablename__ = "meetings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    kind: Mapped[str]
    title: Mapped[str]
    rule_set: Mapped[str]
    called_by: Mapped[str]
    called_on: Mapped[date] = mapped_column(Date)
    held_at: Mapped[datetime]
    place: Mapped[str]
    agenda: Mapped[dict[str, Any]]
    members: Mapped[int]
    representatives: Mapped[int]
    demand: Mapped[dict[str, Any] | None]
    special_reason: Mapped[str | None]
    present: Mapped[int | None]
    quorum: Mapped[dict[str, Any] | None]
    minutes: Mapped[str | None]
    minutes_hash: Mapped[str | None] = mapped_column(String(64))
    recorded_by: Mapped[str]


class MeetingDecision(Base):
    __tablename__ = "meeting_decisions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    motion: Mapped[str]
    agreed: Mapped[int]
    against: Mapped[int]
    abstained: Mapped[int]
    passed: Mapped[bool]
    finding: Mapped[dict[str, Any]]
