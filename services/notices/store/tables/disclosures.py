"""What is disclosed in a place, what is owed by whom and when, and complaints about it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, SmallInteger, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class LocalMatter(Base):
    """A place's own rule on a matter, in force since a day; before those of the places around it and the law's."""

    __tablename__ = "local_matters"
    __table_args__ = (UniqueConstraint("area", "matter", "since"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    matter: Mapped[str]
    since: Mapped[date] = mapped_column(Date)
    name: Mapped[str]
    name_en: Mapped[str]
    item: Mapped[str]
    every: Mapped[str]
    days: Mapped[int] = mapped_column(SmallInteger)
    display_days: Mapped[int] = mapped_column(SmallInteger)
    basis: Mapped[str]
    dropped: Mapped[bool]
    set_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class DisclosureDuty(Base):
    """A disclosure that a community owes. What the rule said when its period began stays with it. `about` tells one
    occasion from another; `notice_id` is the notice that discloses it, or will once it is published. `reminded_at` and
    `overdue_told_at`: each is told once."""

    __tablename__ = "disclosure_duties"
    __table_args__ = (
        UniqueConstraint("area", "matter", "period"),
        Index(None, "area", "due_on"),
        Index("ix_disclosure_duties_owed", "due_on", postgresql_where=text("posted_on IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    matter: Mapped[str]
    period: Mapped[str]
    about: Mapped[str | None]
    name: Mapped[str]
    name_en: Mapped[str]
    item: Mapped[str]
    article: Mapped[str]
    opens_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    display_days: Mapped[int] = mapped_column(SmallInteger)
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("notices.id"), index=True)
    posted_on: Mapped[date | None] = mapped_column(Date)
    display_until: Mapped[date | None] = mapped_column(Date)
    reminded_at: Mapped[datetime | None]
    overdue_told_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class DisclosureCalendar(Base):
    """Through which day a community's disclosures were opened."""

    __tablename__ = "disclosure_calendars"

    area: Mapped[str] = mapped_column(String(12), primary_key=True)
    opened_through: Mapped[date] = mapped_column(Date)


class DisclosureComplaint(Base):
    """`code_hash` is of the receipt by which the complainant follows it; nothing says who it is. The outcome is
    public, the complaint's own text is not."""

    __tablename__ = "disclosure_complaints"
    __table_args__ = (
        Index(None, "area", "state"),
        Index(
            "ix_disclosure_complaints_waiting",
            "decide_by",
            postgresql_where=text("state IN ('filed', 'investigating')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str]
    duty_id: Mapped[UUID | None] = mapped_column(ForeignKey("disclosure_duties.id"))
    text: Mapped[str]
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str]
    filed_on: Mapped[date] = mapped_column(Date)
    decide_by: Mapped[date] = mapped_column(Date)
    investigated_by: Mapped[str | None]
    decided_on: Mapped[date | None] = mapped_column(Date)
    decided_by: Mapped[str | None]
    outcome: Mapped[str | None]
    publish_by: Mapped[date | None] = mapped_column(Date)
    carried_out_on: Mapped[date | None] = mapped_column(Date)
    decision_told_at: Mapped[datetime | None]
    order_told_at: Mapped[datetime | None]
