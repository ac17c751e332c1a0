"""Polling stations, typed sheets, and the count."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Time, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class Station(Base):
    """`sheets` is how many tally sheets it has: each covers a bundle of its papers. `requests`: how many electors asked
    for a mobile box, whose list was published on `list_published_on`. Times are civil, on polling day."""

    __tablename__ = "stations"
    __table_args__ = (UniqueConstraint("election_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    name: Mapped[str]
    kind: Mapped[str]
    sheets: Mapped[int] = mapped_column(server_default="1")
    address: Mapped[str] = mapped_column(server_default="")
    opens_at: Mapped[time | None] = mapped_column(Time)
    closes_at: Mapped[time | None] = mapped_column(Time)
    secret_booth: Mapped[bool] = mapped_column(server_default="false")
    requests: Mapped[int] = mapped_column(server_default="0")
    list_published_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(server_default="1")


class BoxRequest(Base):
    """That an elector asked for a mobile box, and why: shown to nobody outside the office."""

    __tablename__ = "box_requests"
    __table_args__ = (UniqueConstraint("election_id", "elector_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id", ondelete="CASCADE"), index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    elector_id: Mapped[UUID]
    reason: Mapped[str]
    received_on: Mapped[date] = mapped_column(Date)
    by: Mapped[str]
    at: Mapped[datetime]


class Entry(Base):
    """One typing of the sheet with a number from 1; corrections are new rows, and of each clerk the latest counts."""

    __tablename__ = "entries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"), index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    sheet: Mapped[int] = mapped_column(server_default="1")
    clerk: Mapped[str]
    figures: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class StationCount(Base):
    """A station's agreed figures as they went into the count."""

    __tablename__ = "station_counts"

    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"), primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    totals: Mapped[dict[str, Any]]
