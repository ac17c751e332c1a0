"""Who took part in what."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class Participation(Base):
    """One resident's part in one affair (`domain/participation`). `resident_id` is empty for who did not say who they
    are, and becomes empty when a resident's row is erased: the affair's numbers stay. How somebody voted, answered or
    what they wrote is never here."""

    __tablename__ = "participations"
    __table_args__ = (UniqueConstraint("affair", "affair_id", "resident_id"), Index(None, "area", "at"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    affair: Mapped[str]
    affair_id: Mapped[UUID]
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
