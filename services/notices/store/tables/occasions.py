"""Days that a community should know beforehand."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class Occasion(Base):
    """What the other services have told of polls and meetings (`domain/occasions`). `told_at` is the time of the event
    that said so last; `changes` counts how often its day was told."""

    __tablename__ = "occasions"
    __table_args__ = (Index(None, "area", "day"),)

    subject: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str]
    title: Mapped[str]
    day: Mapped[date] = mapped_column(Date)
    starts_at: Mapped[datetime | None]
    place: Mapped[str | None]
    cancelled: Mapped[bool]
    told_at: Mapped[datetime]
    changes: Mapped[int]
