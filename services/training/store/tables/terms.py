"""Who holds and held which post, and what is known of each post."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class Term(Base):
    """`ends_on` is when it ends by law, `ended_on` when it did. Without an election it is an appointment, by
    `document`; one without `ends_on` runs until somebody ends it."""

    __tablename__ = "terms"
    __table_args__ = (
        UniqueConstraint("election_id", "cadre_id", "post"),
        Index("ix_terms_due", "ends_on", postgresql_where=text("election_id IS NULL AND ended_on IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), index=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    post: Mapped[str]
    election_id: Mapped[UUID | None]
    renewed: Mapped[bool]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    end_reason: Mapped[str | None]
    document: Mapped[str | None]


class DecidedPost(Base):
    """A valid election has filled this post, or could have. Its result is known, however late or often it comes.

    `whole` tells an election of the whole committee from one that filled empty seats beside those who stayed.
    """

    __tablename__ = "decided_posts"

    election_id: Mapped[UUID] = mapped_column(primary_key=True)
    post: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    starts_on: Mapped[date] = mapped_column(Date)
    whole: Mapped[bool] = mapped_column(server_default=text("true"))


class EndedPost(Base):
    """That somebody left office before the term's end; kept for a result that comes after it."""

    __tablename__ = "ended_posts"

    election_id: Mapped[UUID] = mapped_column(primary_key=True)
    post: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    birth_date: Mapped[date] = mapped_column(Date, primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    ended_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str]
