"""Physical boards, what hangs on them, and the photos that prove it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, SmallInteger, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class DisplayBoard(Base):
    """A physical board (宣传栏) of a community."""

    __tablename__ = "display_boards"
    __table_args__ = (Index(None, "area"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    place: Mapped[str]
    visibility: Mapped[str]
    note: Mapped[str | None]
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("display_photos.id"))
    retired_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class DisplayPhoto(Base):
    """Append-only: a photo is never replaced."""

    __tablename__ = "display_photos"
    __table_args__ = (Index(None, "area"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(deferred=True)
    by: Mapped[str]
    at: Mapped[datetime]


class Hanging(Base):
    """A notice on a board, from when until when; its entries are the chain that proves it."""

    __tablename__ = "hangings"
    __table_args__ = (
        Index(None, "area", "notice_id"),
        Index(None, "notice_id"),
        Index("uq_hangings_now", "board_id", "notice_id", unique=True, postgresql_where=text("removed_on IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    board_id: Mapped[UUID] = mapped_column(ForeignKey("display_boards.id"))
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"))
    hung_on: Mapped[date] = mapped_column(Date)
    removed_on: Mapped[date | None] = mapped_column(Date)


class HangingEntry(Base):
    """Append-only: see `domain/display/chain.py`."""

    __tablename__ = "hanging_entries"
    __table_args__ = (UniqueConstraint("hanging_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    hanging_id: Mapped[UUID] = mapped_column(ForeignKey("hangings.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    act: Mapped[str]
    photo_id: Mapped[UUID] = mapped_column(ForeignKey("display_photos.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime]
    received_at: Mapped[datetime]
    by: Mapped[str]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
