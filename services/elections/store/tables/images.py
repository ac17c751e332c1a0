"""Scanned tally sheets."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class SheetImage(Base):
    """Append-only: a new image of a sheet is a new row, and the old one stays with its hash."""

    __tablename__ = "sheet_images"
    __table_args__ = (Index("ix_sheet_images_station_id_sheet", "station_id", "sheet"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"))
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    sheet: Mapped[int]
    kind: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(deferred=True)
    by: Mapped[str]
    at: Mapped[datetime]
