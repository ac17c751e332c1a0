"""Consultations: what is asked, what is said in writing, proposals and who supports them, meetings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, SmallInteger, String, func
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base
from services.notices.store.tables.written import Written


class Consultation(Written, Base):
    """A question put to residents (Art 32). `body` is Markdown; `supporters_needed` is how many make an answer to a
    proposal due; `outcome_days` from the last day until the outcome has to be published. `follow_ups` become promises
    with it. `told_at`: that it was missed was told."""

    __tablename__ = "consultations"
    __table_args__ = (
        Index(None, "area", "state"),
        Index("ix_consultations_waiting", "outcome_due_on", postgresql_where=sql("state = 'closed'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    form: Mapped[str]
    title: Mapped[str]
    title_en: Mapped[str | None]
    body: Mapped[str]
    body_en: Mapped[str | None]
    who_is_asked: Mapped[str]
    opens_on: Mapped[date] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    supporters_needed: Mapped[int] = mapped_column(SmallInteger)
    outcome_days: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str]
    version: Mapped[int]
    approver: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    outcome_due_on: Mapped[date | None] = mapped_column(Date)
    outcome: Mapped[str | None]
    outcome_en: Mapped[str | None]
    follow_ups: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=sql("'[]'"))
    outcome_writers: Mapped[list[str]] = mapped_column(server_default=sql("'{}'"))
    concluded_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]


class ConsultationEntry(Base):
    """A comment or a proposal; it is seen once somebody has read it. `supporters` counts rows of `supports`; when they
    are enough, `answer_due_on` is set. `resident_id` is there for who has opened their own page. `told_at`: that the
    day of the answer passed was told."""

    __tablename__ = "consultation_entries"
    __table_args__ = (
        Index(None, "consultation_id", "state"),
        Index(None, "area", "state"),
        Index("ix_consultation_entries_unanswered", "answer_due_on", postgresql_where=sql("answered_on IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultations.id"))
    area: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str]
    text: Mapped[str]
    name: Mapped[str | None]
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id", ondelete="SET NULL"), index=True)
    state: Mapped[str]
    reason: Mapped[str | None]
    supporters: Mapped[int] = mapped_column(server_default=sql("0"))
    answer_due_on: Mapped[date | None] = mapped_column(Date)
    answer: Mapped[str | None]
    answered_on: Mapped[date | None] = mapped_column(Date)
    told_at: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(server_default=func.now())


class Support(Base):
    """A resident for a proposal: once, by the key of their own page."""

    __tablename__ = "supports"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("consultation_entries.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id", ondelete="CASCADE"), primary_key=True)


class ConsultationMeeting(Base):
    """`people` are those invited, each with name, capacity, whether they came and, for residents, their number."""

    __tablename__ = "consultation_meetings"
    __table_args__ = (Index(None, "consultation_id"), Index(None, "area"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultations.id"))
    area: Mapped[str] = mapped_column(String(12))
    held_on: Mapped[date] = mapped_column(Date)
    venue: Mapped[str]
    people: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    minutes: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
