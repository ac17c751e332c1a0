"""Joint meetings of the two committees, with each person's vote."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class JointMeeting(Base):
    """`members` belonged to either committee on the day. `missed_told_at`: that none followed in time was told."""

    __tablename__ = "joint_meetings"
    __table_args__ = (Index(None, "area", "held_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    held_on: Mapped[date] = mapped_column(Date)
    title: Mapped[str]
    chaired_by: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"))
    members: Mapped[int]
    recorded_by: Mapped[str]
    missed_told_at: Mapped[datetime | None]


class JointAttendance(Base):
    """Of each member of the day whether they came."""

    __tablename__ = "joint_attendances"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("joint_meetings.id"), primary_key=True)
    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), primary_key=True, index=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    present: Mapped[bool]


class JointDecision(Base):
    """A motion and what became of it; a disagreement stays open until it is settled."""

    __tablename__ = "joint_decisions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("joint_meetings.id"), index=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    motion: Mapped[str]
    carried: Mapped[bool]
    votes_for: Mapped[int]
    votes_against: Mapped[int]
    abstained: Mapped[int]
    settled_on: Mapped[date | None] = mapped_column(Date)
    settlement: Mapped[str | None]


class JointVote(Base):
    __tablename__ = "joint_votes"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("joint_decisions.id"), primary_key=True)
    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), primary_key=True, index=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    choice: Mapped[str]
    dissent: Mapped[str | None]


class JointSignature(Base):
    __tablename__ = "joint_signatures"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("joint_meetings.id"), primary_key=True)
    head: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), index=True)
    signed_by: Mapped[str]
    signed_on: Mapped[date] = mapped_column(Date)
