"""Sealed result bundles."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class Bundle(Base):
    """A bundle as it was sealed, byte for byte; the database refuses to change or delete it. `bundle_hash` is that of
    its manifest. An election that is declared void after its bundle was sealed gets another one, with the next
    `number`."""

    __tablename__ = "bundles"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    bundle_hash: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sealed_by: Mapped[str]
    sealed_at: Mapped[datetime]
