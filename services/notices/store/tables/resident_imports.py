"""Registers on their way in: the file until it is read, its rows until somebody confirms or discards them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Column, Date, ForeignKey, Index, Integer, SmallInteger, String, Table, Uuid, func
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class ResidentImport(Base):
    """`id` is the job's that reads the file. `complete`: whoever is not in it has moved away. `columns` are those that
    the file has: no other is changed. `changes` says how many residents would be, or were, changed how."""

    __tablename__ = "resident_imports"
    __table_args__ = (Index(None, "area", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    complete: Mapped[bool]
    apply_at_once: Mapped[bool]
    state: Mapped[str]
    columns: Mapped[list[str] | None]
    changes: Mapped[dict[str, Any] | None]
    uploaded_by: Mapped[str]
    confirmed_by: Mapped[str | None]
    confirm_job: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    closed_at: Mapped[datetime | None]


class ResidentFilePart(Base):
    """A piece of an uploaded file, so that neither the web process nor the database's driver holds it as a whole."""

    __tablename__ = "resident_file_parts"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("resident_imports.id", ondelete="CASCADE"), primary_key=True)
    part: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    content: Mapped[bytes]


resident_rows = Table(
    "resident_rows",
    Base.metadata,
    Column("import_id", Uuid, nullable=False),
    Column("line", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("area", String(12), nullable=False),
    Column("number", String, nullable=False),
    Column("name", String, nullable=False),
    Column("birth_date", Date),
    Column("kinds", ARRAY(String)),
    Column("interests", ARRAY(String)),
    Column("group", String),
    Column("building", String),
    Column("door", String),
    Column("employer", String),
    Column("best_time", String(8)),
    Column("language", String(2)),
    Column("moved_away_on", Date),
    *(
        column
        for channel in ("email", "sms", "messaging", "webhook")
        for column in (Column(channel, String), Column(f"{channel}_consent", Boolean))
    ),
    Index("ix_resident_rows_area", "area", "import_id"),
    prefixes=["UNLOGGED"],
)
"""A file's residents. Unlogged: written once, read once or twice, and after a crash simply uploaded again."""
