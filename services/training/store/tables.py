"""The tables of the training service."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, MetaData, String, UniqueConstraint, Uuid, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database.tables import NAMING


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: DateTime(timezone=True), UUID: Uuid}  # noqa: RUF012 - as SQLAlchemy asks


class Area(Base):
    """A copy of the register that the elections service keeps."""

    __tablename__ = "areas"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str]
    level: Mapped[str]


class Cadre(Base):
    """`calendar_key` opens the cadre's calendar feed to whoever has it; it is kept as it is because the cadre's office
    must be able to show the address again, and it is replaced when it has got about. `calendar_changed_at` is when the
    cadre last took or left a place; the sessions themselves tell when they changed."""

    __tablename__ = "cadres"
    __table_args__ = (UniqueConstraint("area", "name", "birth_date"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    name: Mapped[str]
    sex: Mapped[str]
    birth_date: Mapped[date] = mapped_column(Date)
    calendar_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    calendar_changed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Term(Base):
    """`ends_on` is when it ends by law, `ended_on` when it did."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("election_id", "cadre_id", "post"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), index=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    post: Mapped[str]
    election_id: Mapped[UUID]
    renewed: Mapped[bool]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    end_reason: Mapped[str | None]


class DecidedPost(Base):
    """A valid election has filled this post, or could have. Its result is known, however late or often it comes.

    `whole` tells an election of the whole committee from one that filled empty seats beside those who stayed.
    """

    __tablename__ = "decided_posts"

    election_id: Mapped[UUID] = mapped_column(primary_key=True)
    post: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    starts_on: Mapped[date] = mapped_column(Date)
    whole: Mapped[bool] = mapped_column(server_default=text("true"))


class EndedPost(Base):
    """That somebody left office before the term's end; kept for a result that comes after it."""

    __tablename__ = "ended_posts"

    election_id: Mapped[UUID] = mapped_column(primary_key=True)
    post: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    birth_date: Mapped[date] = mapped_column(Date, primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    ended_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str]


class AppraisalGrade(Base):
    """A cadre's grade in the yearly appraisal, by person: the result that made them a cadre may come later."""

    __tablename__ = "appraisal_grades"

    area: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    birth_date: Mapped[date] = mapped_column(Date, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    grade: Mapped[str]


class TrainingSession(Base):
    """`area` is that of the office that holds it: cadres of all areas below may come."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "area", "starts_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    title: Mapped[str]
    kind: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    venue: Mapped[str]
    capacity: Mapped[int]
    teacher: Mapped[str]
    state: Mapped[str]
    cancel_reason: Mapped[str | None]
    version: Mapped[int]
    changed_at: Mapped[datetime]


class Enrolment(Base):
    """A cadre's place. `election_id` is there when it followed from an election."""

    __tablename__ = "enrolments"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), primary_key=True, index=True)
    election_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class WaitingCadre(Base):
    """A newly elected cadre for whom there is no induction session yet."""

    __tablename__ = "waiting_cadres"

    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), primary_key=True)
    election_id: Mapped[UUID]
    area: Mapped[str] = mapped_column(String(12), index=True)
    post: Mapped[str]
    since: Mapped[datetime] = mapped_column(server_default=func.now())
