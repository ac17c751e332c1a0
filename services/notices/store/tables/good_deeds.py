"""Good deeds."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base
from services.notices.store.tables.written import Written


class GoodDeed(Written, Base):
    """`person` did it, `told` is what was sent in, by whoever left the contact. `title` to `named` are the story that a
    clerk made of it; `notice_id` is there when it was handed to the notices, which publish it."""

    __tablename__ = "good_deeds"
    __table_args__ = (Index(None, "area", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    once: Mapped[UUID | None] = mapped_column(unique=True)
    person: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id", ondelete="SET NULL"), index=True)
    told: Mapped[str]
    happened_on: Mapped[date | None] = mapped_column(Date)
    teller_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id", ondelete="SET NULL"), index=True)
    channel: Mapped[str | None]
    address: Mapped[str | None]
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str]
    reason: Mapped[str | None]
    title: Mapped[str | None]
    body: Mapped[str | None]
    title_en: Mapped[str | None]
    body_en: Mapped[str | None]
    named: Mapped[bool] = mapped_column(server_default=text("false"))
    writers: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    consent: Mapped[str]
    consent_by: Mapped[str | None]
    consent_at: Mapped[datetime | None]
    consent_recorded_by: Mapped[str | None]
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("notices.id"), unique=True)
    told_at: Mapped[datetime] = mapped_column(server_default=func.now())
    version: Mapped[int] = mapped_column(server_default=text("1"))
