"""What the roster knows of cadres past their posts: facts that change, levels, secondments, mentors, relatives."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class Profile(Base):
    """What was so of a cadre from `since` on, until the next one: the whole row, so that any day reads one."""

    __tablename__ = "profiles"

    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), primary_key=True)
    since: Mapped[date] = mapped_column(Date, primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    education: Mapped[str | None]
    source: Mapped[str | None]
    party: Mapped[str | None]
    home_unit: Mapped[str]


class CompetencyLevel(Base):
    """A cadre's level in a competency as somebody assessed it; the newest stands."""

    __tablename__ = "competency_levels"
    __table_args__ = (UniqueConstraint("cadre_id", "competency", "assessed_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"))
    competency: Mapped[str]
    level: Mapped[int]
    assessed_on: Mapped[date] = mapped_column(Date)
    assessor: Mapped[str]
    evidence: Mapped[str]


class Secondment(Base):
    """A cadre whom their home unit sends for a time (下派); `review` is written when they go back."""

    __tablename__ = "secondments"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), index=True)
    home_unit: Mapped[str]
    duties: Mapped[str]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    review: Mapped[str | None]


class Mentorship(Base):
    """An experienced cadre who leads a younger one (帮带)."""

    __tablename__ = "mentorships"
    __table_args__ = (CheckConstraint("mentor_id <> mentee_id", name="of_two"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    mentor_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), index=True)
    mentee_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), index=True)
    goals: Mapped[str]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)


class MentorMeeting(Base):
    """What a pair did on a day."""

    __tablename__ = "mentor_meetings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    mentorship_id: Mapped[UUID] = mapped_column(ForeignKey("mentorships.id"), index=True)
    held_on: Mapped[date] = mapped_column(Date)
    notes: Mapped[str]


class Kinship(Base):
    """Two cadres of a community who are near relatives (民法典 Art 1045), the lesser id first."""

    __tablename__ = "kinships"
    __table_args__ = (UniqueConstraint("one_id", "other_id"), CheckConstraint("one_id < other_id", name="in_order"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    one_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), index=True)
    relation: Mapped[str]


class Establishment(Base):
    """How many of a post a community is to have from a day on: by an election's seats, or as the office says."""

    __tablename__ = "establishments"

    area: Mapped[str] = mapped_column(String(12), primary_key=True)
    post: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[date] = mapped_column(Date, primary_key=True)
    seats: Mapped[int]


class ChannelTarget(Base):
    """How many an office wants to win by a channel in a year (R41)."""

    __tablename__ = "channel_targets"

    area: Mapped[str] = mapped_column(String(12), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[int]
