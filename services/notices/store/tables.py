"""The tables of the notices service."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, Index, MetaData, String, Uuid, func
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


class Notice(Base):
    """`body` and `body_en` are Markdown. `wording` and the `origin` columns are there if it was made from an event."""

    __tablename__ = "notices"
    __table_args__ = (Index(None, "area", "state", "published_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    title_en: Mapped[str | None]
    body_en: Mapped[str | None]
    author: Mapped[str]
    approver: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    published_at: Mapped[datetime | None]
    display_until: Mapped[date | None] = mapped_column(Date)
    taken_down_at: Mapped[datetime | None]
    wording: Mapped[str | None]
    origin_event: Mapped[UUID | None] = mapped_column(unique=True)
    origin_type: Mapped[str | None]
    origin_subject: Mapped[str | None]
