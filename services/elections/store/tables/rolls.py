"""Rolls of electors: who is on one and since which version, what was checked, changed and objected to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, func
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class Elector(Base):
    """`roll` is the job that imported the row: a new roll is copied in beside the old one, which then goes.

    The row is in the versions from `added_in` on and before `removed_in`; version 1 is the published roll, so 0 says
    that it was added, or taken out, before.
    """

    __tablename__ = "electors"
    __table_args__ = (Index(None, "election_id", "id"), Index(None, "birth_date", "name"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    roll: Mapped[UUID]
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    name: Mapped[str]
    sex: Mapped[str]
    birth_date: Mapped[date] = mapped_column(Date)
    address: Mapped[str]
    group: Mapped[str]
    registration: Mapped[str]
    added_in: Mapped[int] = mapped_column(server_default="0")
    removed_in: Mapped[int | None]


class RollFile(Base):
    """An uploaded roll on its way to being imported: in the database, so that any worker can have it.

    Its id is that of the job that reads it; it goes when that is over.
    """

    __tablename__ = "roll_files"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RollVersion(Base):
    """The roll as published (1) and as each later decision left it. `roll_hash` as in `domain.roll.roll_hash`."""

    __tablename__ = "roll_versions"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    electors: Mapped[int]
    roll_hash: Mapped[str] = mapped_column(String(64))
    on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str]
    at: Mapped[datetime]


class RollChange(Base):
    """One elector added or taken out after the import, and why (四增四减). `version` is the first that shows it."""

    __tablename__ = "roll_changes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    elector_id: Mapped[UUID]
    reason: Mapped[str]
    on: Mapped[date] = mapped_column(Date)
    by: Mapped[str]
    at: Mapped[datetime]
    version: Mapped[int]


class RollCheck(Base):
    """Who checked the electors' political rights, or confirmed the community workers among them, by which paper."""

    __tablename__ = "roll_checks"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    office: Mapped[str]
    document: Mapped[str]
    on: Mapped[date] = mapped_column(Date)
    by: Mapped[str]
    at: Mapped[datetime]


class DuplicateDecision(Base):
    """What was decided on an elector who stands on another community's roll, too."""

    __tablename__ = "duplicate_decisions"

    elector_id: Mapped[UUID] = mapped_column(primary_key=True)
    other_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    decision: Mapped[str]
    evidence: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]


class Objection(Base):
    """A resident's objection to the published roll and its decision (Art 17). `proposed` is the entry as it should
    be."""

    __tablename__ = "objections"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    kind: Mapped[str]
    elector_id: Mapped[UUID | None]
    proposed: Mapped[dict[str, Any] | None]
    text: Mapped[str]
    received_on: Mapped[date] = mapped_column(Date)
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    reply_by: Mapped[date] = mapped_column(Date)
    upheld: Mapped[bool | None]
    grounds: Mapped[str | None]
    decided_on: Mapped[date | None] = mapped_column(Date)
    decided_by: Mapped[str | None]
