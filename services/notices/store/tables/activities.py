"""Activities, who signed up, and what people thought of them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import SECRET, Base


class Activity(Base):
    """Announced by its notice, which says what it is about: sign-up is open while the notice hangs. `theme` is what
    activities of one kind have in common over the years. `check_in_key` opens the page for the hall's screen."""

    __tablename__ = "activities"
    __table_args__ = (
        Index(None, "area", "starts_at"),
        Index("ix_activities_sign_up_until", "sign_up_until", postgresql_where=text("short_told_at IS NULL")),
        CheckConstraint("capacity > 0", name="capacity"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), unique=True)
    title: Mapped[str]
    title_en: Mapped[str | None]
    venue: Mapped[str]
    theme: Mapped[str]
    novelty: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sign_up_until: Mapped[datetime]
    capacity: Mapped[int | None]
    least: Mapped[int | None]
    target_share: Mapped[int | None] = mapped_column(SmallInteger)
    extended: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    short_told_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    state: Mapped[str]
    cancel_reason: Mapped[str | None]
    check_in_key: Mapped[str] = mapped_column(String(64), unique=True, server_default=SECRET)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SignUp(Base):
    """`who` is the resident's id, or the name with the contact: nobody signs up twice. `code` is the receipt by which
    they look it up and withdraw. Name and contact are erased some time after the activity."""

    __tablename__ = "sign_ups"
    __table_args__ = (
        Index("ix_sign_ups_who", "activity_id", "who", unique=True, postgresql_where=text("state <> 'withdrawn'")),
        Index(None, "activity_id", "state", "signed_at"),
        Index(None, "area"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"))
    area: Mapped[str] = mapped_column(String(12))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id", ondelete="SET NULL"), index=True)
    who: Mapped[str]
    name: Mapped[str | None]
    channel: Mapped[str | None]
    address: Mapped[str | None]
    language: Mapped[str] = mapped_column(String(2))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    state: Mapped[str]
    signed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    came_at: Mapped[datetime | None]
    came_by: Mapped[str | None]
    gave_feedback: Mapped[bool] = mapped_column(server_default=text("false"))
    forgotten_at: Mapped[datetime | None]


class ActivityFeedback(Base):
    """What somebody thought. Nothing leads from here to who it was: not the id, not the time."""

    __tablename__ = "activity_feedback"
    __table_args__ = (Index(None, "area"), CheckConstraint("rating BETWEEN 1 AND 5", name="rating"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"), index=True)
    area: Mapped[str] = mapped_column(String(12))
    rating: Mapped[int] = mapped_column(SmallInteger)
    comment: Mapped[str | None]
