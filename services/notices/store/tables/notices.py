"""Notices."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Index, SmallInteger, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base
from services.notices.store.tables.pairs import pairs_of
from services.notices.store.tables.written import Written

NOTICE_PAIRS = pairs_of("area", "title", "body", "title_en", "body_en")


class Notice(Written, Base):
    """`happened_at` is when that happened which the notice tells of, where that is known.

    `body` and `body_en` are Markdown. `template` with what was filled in (`fields`) where an office made it so;
    `wording` and the `origin` columns where it was made from an event. `version` counts every change; `edition`
    what the public has seen: an amendment of a published notice is a new one.

    An approved notice with `publish_at` waits for that moment here. `approve_by` is set where a notice hung
    before anybody had approved it: until `approver` stands beside it the duty is open. `delivery` is to whom and
    by which channels whoever asked for the notice wishes it sent: `audience`, `channels`, `target_share`.
    `business` is whose it tells of: whoever writes it may say so, and when it is published its kind does.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index(None, "area", "state", "published_at"),
        Index("ix_notices_waiting", "publish_at", postgresql_where=text("state = 'approved'")),
        Index("ix_notices_coming_down", "take_down_on", postgresql_where=text("state = 'published'")),
        Index("ix_notices_unapproved", "approve_by", postgresql_where=text("approver IS NULL")),
        Index("ix_notices_business", "area", "published_at", postgresql_where=text("business IS NOT NULL")),
        Index("ix_notices_pairs", NOTICE_PAIRS, postgresql_using="gin", postgresql_where=text("state = 'published'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str]
    item: Mapped[str | None]
    business: Mapped[str | None] = mapped_column(String(16))
    state: Mapped[str]
    version: Mapped[int]
    edition: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    title: Mapped[str]
    body: Mapped[str]
    title_en: Mapped[str | None]
    body_en: Mapped[str | None]
    approver: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    publish_at: Mapped[datetime | None]
    take_down_on: Mapped[date | None] = mapped_column(Date)
    approve_by: Mapped[datetime | None]
    approval_missed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    display_until: Mapped[date | None] = mapped_column(Date)
    taken_down_at: Mapped[datetime | None]
    template: Mapped[str | None]
    fields: Mapped[dict[str, Any] | None]
    delivery: Mapped[dict[str, Any] | None]
    wording: Mapped[str | None]
    origin_event: Mapped[UUID | None] = mapped_column(unique=True)
    origin_type: Mapped[str | None]
    origin_subject: Mapped[str | None]
    happened_at: Mapped[datetime | None]
