"""Call-outs (唱票): the log of a sheet's called papers, and who signed it. No column holds a time finer than a day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class Callout(Base):
    """`records` and `head` are the length of its log and the hash of the last record, `totals` the sheet that follows
    from it, `version` grows with every change: what viewers are shown, without reading the log."""

    __tablename__ = "callouts"
    __table_args__ = (
        Index(
            "uq_callouts_station_id_sheet",
            "station_id",
            "sheet",
            unique=True,
            postgresql_where=text("state <> 'abandoned'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"))
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    sheet: Mapped[int]
    issued: Mapped[int]
    state: Mapped[str]
    recorder: Mapped[str]
    opened_by: Mapped[str]
    opened_on: Mapped[date]
    records: Mapped[int]
    head: Mapped[str]
    totals: Mapped[dict[str, Any]]
    version: Mapped[int]
    reason: Mapped[str | None]


class CalledPaper(Base):
    """A record of the log, as it was sent; nothing here is ever changed."""

    __tablename__ = "called_papers"
    __table_args__ = (UniqueConstraint("callout_id", "paper_id"),)

    callout_id: Mapped[UUID] = mapped_column(ForeignKey("callouts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    paper_id: Mapped[UUID]
    replaces: Mapped[UUID | None]
    contests: Mapped[dict[str, Any]]
    previous: Mapped[str]
    hash: Mapped[str]
    recorder: Mapped[str]


class CalloutTakeover(Base):
    """Another person went on recording, after so many records."""

    __tablename__ = "callout_takeovers"

    callout_id: Mapped[UUID] = mapped_column(ForeignKey("callouts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    records: Mapped[int]
    taken_from: Mapped[str]
    taken_by: Mapped[str]
    reason: Mapped[str]
    on: Mapped[date]


class CalloutSignature(Base):
    """Of one log: a record that comes later makes it void, and it stays to be seen."""

    __tablename__ = "callout_signatures"
    __table_args__ = (UniqueConstraint("callout_id", "head", "subject"),)

    callout_id: Mapped[UUID] = mapped_column(ForeignKey("callouts.id"), primary_key=True)
    head: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    subject: Mapped[str]
    on: Mapped[date]
