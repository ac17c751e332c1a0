"""Campaigns, and each delivery of a notice to a resident on a channel."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class Campaign(Base):
    """A notice on its way to an audience. `audience` is a rule of `domain/residents`; `channels` stand in the order in
    which they are tried; with `every_channel` each is used, else the next one only where those before it failed.
    `only_unreached`: a reminder for those whom nothing of this edition has reached. `target_share` is the percentage of
    residents that must be reached; `number` counts the campaigns of an edition. `stopped_for`: why it was
    cancelled.

    Recipients are chosen in slices: `chosen` of `audience_size` residents were looked at, up to the one with
    `chosen_number` in `chosen_area`; all when `chosen_at` is set. `stuck` counts deliveries that a worker left behind.
    """

    __tablename__ = "campaigns"
    __table_args__ = (
        UniqueConstraint("notice_id", "edition", "number"),
        Index(None, "area", "state"),
        Index("ix_campaigns_open", "state", postgresql_where=text("finished_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"))
    edition: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(SmallInteger)
    area: Mapped[str] = mapped_column(String(12))
    audience: Mapped[dict[str, Any]]
    channels: Mapped[list[str]]
    every_channel: Mapped[bool]
    only_unreached: Mapped[bool] = mapped_column(server_default=text("false"))
    lane: Mapped[str]
    state: Mapped[str]
    stopped_for: Mapped[str | None]
    target_share: Mapped[int | None] = mapped_column(SmallInteger)
    not_before: Mapped[datetime]
    deadline: Mapped[datetime]
    audience_size: Mapped[int] = mapped_column(Integer)
    chosen: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    chosen_area: Mapped[str] = mapped_column(String(12), server_default=text("''"))
    chosen_number: Mapped[str] = mapped_column(server_default=text("''"))
    chosen_at: Mapped[datetime | None]
    stuck: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    started_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]


class Delivery(Base):
    """One row for each edition of a notice, resident and channel: nobody gets the same twice, whoever starts a second
    campaign of it. `claimed_until` is the lease of the worker that sends it; `ref` is the provider's name for it;
    `round` grows each time that a clerk has it sent anew, and `maybe_twice` is set where it may have arrived twice.
    Deliveries of a digest that go out as one message share a `bundle`. A delivery that is due has `due_at` in the past;
    of one that was sent, it tells until when a receipt is awaited.

    Without foreign keys: a million checks take ten seconds, and campaigns are never deleted."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("notice_id", "edition", "resident_id", "channel"),
        Index("ix_deliveries_resident_id", "resident_id"),
        Index("ix_deliveries_campaign_id_id", "campaign_id", "id"),
        Index("ix_deliveries_due", "campaign_id", "channel", "due_at", postgresql_where=text("state = 'created'")),
        Index("ix_deliveries_claimed", "claimed_until", postgresql_where=text("state = 'queued'")),
        Index("ix_deliveries_awaited", "campaign_id", "due_at", postgresql_where=text("state = 'sent'")),
        Index("ix_deliveries_provider_ref", "provider", "ref", postgresql_where=text("ref IS NOT NULL")),
        Index(
            "ix_deliveries_in_vain",
            "campaign_id",
            "id",
            postgresql_where=text("state IN ('skipped', 'expired', 'uncertain', 'failed', 'bounced')"),
        ),
        Index("ix_deliveries_bundle", "bundle", postgresql_where=text("bundle IS NOT NULL")),
        Index("ix_deliveries_maybe_twice", "campaign_id", postgresql_where=text("maybe_twice")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    campaign_id: Mapped[UUID]
    notice_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    due_at: Mapped[datetime] = mapped_column(server_default=func.now())
    claimed_until: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    bundle: Mapped[int | None] = mapped_column(BigInteger)
    edition: Mapped[int] = mapped_column(SmallInteger)
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    round: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    maybe_twice: Mapped[bool] = mapped_column(server_default=text("false"))
    channel: Mapped[str]
    state: Mapped[str] = mapped_column(server_default=text("'created'"))
    provider: Mapped[str | None]
    ref: Mapped[str | None]
    error: Mapped[str | None]


class DeliveryCount(Base):
    """How many deliveries of a campaign are in each state on each channel: the sum of `change`. A trigger on
    `deliveries` adds a row for whatever a statement changed; so the counts are exact in every transaction, nobody waits
    for a counter's row, and a chore adds up what has gathered."""

    __tablename__ = "delivery_counts"
    __table_args__ = (Index(None, "campaign_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    campaign_id: Mapped[UUID]
    channel: Mapped[str]
    state: Mapped[str]
    change: Mapped[int]


class WaitingReceipt(Base):
    """A receipt for a `ref` that we have not noted yet, or for a delivery (by its `key`) of which we have not noted yet
    that this provider carries it: the provider was faster than our own transaction."""

    __tablename__ = "waiting_receipts"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    provider: Mapped[str]
    ref: Mapped[str | None]
    key: Mapped[str | None]
    delivery: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str]
    reason: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PersonalMessage(Base):
    """A message to one person that is no notice: an address to be confirmed, an answer to a suggestion. It goes out
    before everything else and at any hour, since the person waits for it. Deleted when it is a month old."""

    __tablename__ = "personal_messages"
    __table_args__ = (
        Index(None, "area"),
        Index("ix_personal_messages_due", "due_at", postgresql_where=text("state IN ('created', 'queued')")),
        Index("ix_personal_messages_provider_ref", "provider", "ref", postgresql_where=text("ref IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str]
    address: Mapped[str]
    title: Mapped[str]
    html: Mapped[str]
    page: Mapped[str]
    leave: Mapped[str]
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(server_default=text("'created'"))
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    due_at: Mapped[datetime] = mapped_column(server_default=func.now())
    claimed_until: Mapped[datetime | None]
    deadline: Mapped[datetime]
    maybe_twice: Mapped[bool] = mapped_column(server_default=text("false"))
    provider: Mapped[str | None]
    ref: Mapped[str | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    text: Mapped[str]  # the last, since it takes the function's name
