"""Residents, and how each of them can be reached."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, SmallInteger, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import SECRET, Base


class Resident(Base):
    """`number` is the community's own for the resident: an import with it again changes the row. `kinds` and
    `interests` are codes of `domain/residents`; a resident may be of several kinds. `key` opens their own page;
    since `chose_at` interests, best time and language are the resident's own choice, which no import changes. Of one
    who moved away the row stays, for the history; of one who was erased only kinds and area."""

    __tablename__ = "residents"
    __table_args__ = (
        UniqueConstraint("area", "number"),
        Index("ix_residents_kinds", "kinds", postgresql_using="gin"),
        Index("ix_residents_interests", "interests", postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    number: Mapped[str]
    name: Mapped[str]
    birth_date: Mapped[date | None] = mapped_column(Date)
    kinds: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    interests: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    group: Mapped[str | None]
    building: Mapped[str | None]
    door: Mapped[str | None]
    employer: Mapped[str | None]
    best_time: Mapped[str] = mapped_column(String(8), server_default=text("'any'"))
    language: Mapped[str] = mapped_column(String(2), server_default=text("'zh'"))
    key: Mapped[str] = mapped_column(String(64), unique=True, server_default=SECRET)
    moved_away_on: Mapped[date | None] = mapped_column(Date)
    chose_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Contact(Base):
    """An address of a resident on a channel. Only one whose `state` is `confirmed` is written to (consent is kept with
    its day; what an import brings with consent is confirmed, what a resident types is confirmed by a code). `kept_by`
    is whose word it is: what residents set themselves the office does not override."""

    __tablename__ = "contacts"
    __table_args__ = (Index(None, "channel", "address"),)

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id", ondelete="CASCADE"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str]
    state: Mapped[str]
    kept_by: Mapped[str] = mapped_column(String(8), server_default=text("'office'"))
    consent_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ContactConfirmation(Base):
    """An address that a resident typed and has not confirmed. The one before it stays in use until then. `code_hash`
    is there once the code has been sent; the code itself is kept nowhere. `attempts` counts wrong codes."""

    __tablename__ = "contact_confirmations"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id", ondelete="CASCADE"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str]
    code_hash: Mapped[str | None] = mapped_column(String(64))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    expires_at: Mapped[datetime]
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
