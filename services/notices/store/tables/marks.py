"""The community's mark: the contest, and the designs that were handed in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, func
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class MarkContest(Base):
    """`winner_id` is the design that won, once it is decided."""

    __tablename__ = "mark_contests"
    __table_args__ = (Index(None, "area", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    title: Mapped[str]
    title_en: Mapped[str | None]
    body: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    author: Mapped[str]
    winner_id: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class MarkDesign(Base):
    """Seen once somebody has read it. `votes` counts; who voted stands in `participations`, and for what nowhere."""

    __tablename__ = "mark_designs"
    __table_args__ = (Index(None, "contest_id", "state"), Index(None, "area"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID] = mapped_column(ForeignKey("mark_contests.id"))
    area: Mapped[str] = mapped_column(String(12))
    title: Mapped[str]
    name: Mapped[str | None]
    state: Mapped[str]
    reason: Mapped[str | None]
    votes: Mapped[int] = mapped_column(server_default=sql("0"))
    kind: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(deferred=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
