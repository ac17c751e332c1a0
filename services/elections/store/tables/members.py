"""Members in office."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class Member(Base):
    """A person's time in a post. `ended_on` is the first day on which it is no longer held, None while it is.

    `election_id` is the election by which it is held: the first ballot's, a further one's or a by-election's.
    """

    __tablename__ = "members"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(unique=True)
    post: Mapped[str]
    name: Mapped[str]
    sex: Mapped[str]
    birth_date: Mapped[date] = mapped_column(Date)
    term_starts_on: Mapped[date] = mapped_column(Date)
    term_ends_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    end_reason: Mapped[str | None]
    end_document: Mapped[str | None]
    clause: Mapped[str | None]
