"""The tables of the elections service. Every row that belongs to an area carries its code."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, LargeBinary, MetaData, String, UniqueConstraint, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database.tables import NAMING

_AreaColumn = String(12)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: DateTime(timezone=True), dict[str, Any]: JSONB, UUID: Uuid}  # noqa: RUF012 - as SQLAlchemy asks


class Area(Base):
    __tablename__ = "areas"

    code: Mapped[str] = mapped_column(_AreaColumn, primary_key=True)
    name: Mapped[str]
    level: Mapped[str]


class Election(Base):
    """`electors` and `roll_hash` describe the roll as it was imported last."""

    __tablename__ = "elections"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(_AreaColumn, ForeignKey("areas.code"), index=True)
    title: Mapped[str]
    mode: Mapped[str]
    polling_day: Mapped[date] = mapped_column(Date)
    rule_set: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    electors: Mapped[int] = mapped_column(server_default="0")
    roll_hash: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class StepTaken(Base):
    """`on` is the civil day of the act, `at` the moment at which it was recorded."""

    __tablename__ = "steps_taken"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(_AreaColumn, index=True)
    on: Mapped[date] = mapped_column(Date)
    by: Mapped[str]
    at: Mapped[datetime]


class Contest(Base):
    __tablename__ = "contests"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    post: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(_AreaColumn, index=True)
    seats: Mapped[int]


class Candidate(Base):
    __tablename__ = "candidates"
    __table_args__ = (UniqueConstraint("election_id", "post", "name", "birth_date"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    area: Mapped[str] = mapped_column(_AreaColumn, index=True)
    post: Mapped[str]
    name: Mapped[str]
    sex: Mapped[str]
    birth_date: Mapped[date] = mapped_column(Date)
    education: Mapped[str]
    nominated_by: Mapped[str]
    joint_electors: Mapped[int]


class Elector(Base):
    """`roll` is the job that imported the row: a new roll is copied in beside the old one, which then goes."""

    __tablename__ = "electors"
    __table_args__ = (Index(None, "election_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    roll: Mapped[UUID]
    area: Mapped[str] = mapped_column(_AreaColumn, index=True)
    name: Mapped[str]
    sex: Mapped[str]
    birth_date: Mapped[date] = mapped_column(Date)
    address: Mapped[str]
    group: Mapped[str]
    registration: Mapped[str]


class Station(Base):
    __tablename__ = "stations"
    __table_args__ = (UniqueConstraint("election_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    area: Mapped[str] = mapped_column(_AreaColumn, index=True)
    name: Mapped[str]
    kind: Mapped[str]


class Entry(Base):
    """One typing of a station's sheet; corrections are new rows, and of each clerk the latest counts."""

    __tablename__ = "entries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"), index=True)
    area: Mapped[str] = mapped_column(_AreaColumn, index=True)
    clerk: Mapped[str]
    figures: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class StationCount(Base):
    """A station's agreed figures as they went into the count."""

    __tablename__ = "station_counts"

    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"), primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    area: Mapped[str] = mapped_column(_AreaColumn, index=True)
    totals: Mapped[dict[str, Any]]


class Result(Base):
    """The verdict as `domain.verdict` gave it."""

    __tablename__ = "results"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    area: Mapped[str] = mapped_column(_AreaColumn, index=True)
    verdict: Mapped[dict[str, Any]]
    counted_at: Mapped[datetime]


class Publication(Base):
    """A notice that the notices service published about an election."""

    __tablename__ = "publications"

    notice_id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    area: Mapped[str] = mapped_column(_AreaColumn, index=True)
    title: Mapped[str]
    event_type: Mapped[str]
    published_at: Mapped[datetime]


class RollFile(Base):
    """An uploaded roll on its way to being imported: in the database, so that any worker can have it.

    Its id is that of the job that reads it; it goes when that is over.
    """

    __tablename__ = "roll_files"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    area: Mapped[str] = mapped_column(_AreaColumn, index=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
