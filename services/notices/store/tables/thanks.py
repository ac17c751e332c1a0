"""Who agreed to be thanked in public."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class ThanksConsent(Base):
    """There while it holds; taken back it is deleted, and the audit trail says that it was there."""

    __tablename__ = "thanks_consents"
    __table_args__ = (Index(None, "area"),)

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id", ondelete="CASCADE"), primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    given_at: Mapped[datetime] = mapped_column(server_default=func.now())
