"""Residents who ask to be told, by the community's own form."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class JoinRequest(Base):
    """A clerk matches it with a resident of the register; only then does a code go to the address. Once it is decided,
    `door` and `address` are emptied: what is needed of them stands with the resident."""

    __tablename__ = "join_requests"
    __table_args__ = (Index(None, "area", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    name: Mapped[str]
    building: Mapped[str]
    door: Mapped[str | None]
    channel: Mapped[str]
    address: Mapped[str]
    state: Mapped[str]
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id", ondelete="SET NULL"))
    decided_by: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decided_at: Mapped[datetime | None]
