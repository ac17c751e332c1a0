"""What follows on a result: the handover to the new committee, and complaints about how the election was won."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class Handover(Base):
    """A handover that is complete: who oversaw it for the subdistrict (Art 25)."""

    __tablename__ = "handovers"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    overseen_by: Mapped[str]
    completed_on: Mapped[date] = mapped_column(Date)
    completed_by: Mapped[str]
    at: Mapped[datetime]


class HandoverItem(Base):
    """One thing of the list, handed from one person to another."""

    __tablename__ = "handover_items"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    handed_over_by: Mapped[str]
    received_by: Mapped[str]
    remarks: Mapped[str]
    on: Mapped[date] = mapped_column(Date)
    by: Mapped[str]
    at: Mapped[datetime]


class Complaint(Base):
    """`candidate_id` is whom it is about, if anybody; `office` the one that received it. `reasons` are published with
    the decision, `text` is not."""

    __tablename__ = "complaints"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    ground: Mapped[str]
    text: Mapped[str]
    candidate_id: Mapped[UUID | None]
    office: Mapped[str]
    received_on: Mapped[date] = mapped_column(Date)
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    upheld: Mapped[bool | None]
    effect: Mapped[str | None]
    reasons: Mapped[str | None]
    decided_on: Mapped[date | None] = mapped_column(Date)
    decided_office: Mapped[str | None]
    decided_by: Mapped[str | None]


class Evidence(Base):
    """A file that belongs to a complaint; `kind` is its media type as told by its content."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("complaint_id", "sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id"))
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    name: Mapped[str]
    kind: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    by: Mapped[str]
    at: Mapped[datetime]
