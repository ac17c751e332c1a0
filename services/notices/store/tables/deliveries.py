"""Campaigns, and each delivery of a notice to a resident on a channel."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, SmallInteger, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class Campaign(Base):
    """A notice on its way to an audience. `audience` is a rule of `domain/residents`; `channels` stand in the order in
    which they are tried; with `every_channel` each is used, else the next one only where those before it failed.
    `target_share` is the percentage of residents that must be reached; `number` counts the campaigns of an edition.
    """

    __tablename__ = "campaigns"
    __table_args__ = (UniqueConstraint("notice_id", "edition", "number"), Index(None, "area", "state"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"))
    edition: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(SmallInteger)
    area: Mapped[str] = mapped_column(String(12))
    audience: Mapped[dict[str, Any]]
    channels: Mapped[list[str]]
    every_channel: Mapped[bool]
    lane: Mapped[str]
    state: Mapped[str]
    target_share: Mapped[int | None] = mapped_column(SmallInteger)
    not_before: Mapped[datetime | None]
    deadline: Mapped[datetime | None]
    started_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]


class Delivery(Base):
    """One row for each edition of a notice, resident and channel: nobody gets the same twice, whoever starts a second
    campaign of it. `claimed_until` is the lease of the worker that sends it; `ref` is the provider's name for it."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("notice_id", "edition", "resident_id", "channel"),
        Index("ix_deliveries_due", "lane", "due_at", postgresql_where=text("state IN ('created', 'queued')")),
        Index("ix_deliveries_campaign_id_state", "campaign_id", "state"),
        Index("ix_deliveries_provider_ref", "provider", "ref", postgresql_where=text("ref IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"))
    notice_id: Mapped[UUID]
    edition: Mapped[int] = mapped_column(SmallInteger)
    resident_id: Mapped[UUID]
    channel: Mapped[str]
    lane: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(server_default=text("'created'"))
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    due_at: Mapped[datetime] = mapped_column(server_default=func.now())
    claimed_until: Mapped[datetime | None]
    provider: Mapped[str | None]
    ref: Mapped[str | None]
    error: Mapped[str | None]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
