"""What the public has seen of a notice, edition by edition, and the files that hang with it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base
from services.notices.store.tables.written import Written


class Edition(Written, Base):
    """Never changed once it is published. An amendment is proposed first and has its `number` when it is published;
    one at a time; until then `version` counts what becomes of it. `reason` says why the text was amended: the first
    edition has none. `sha256` is of the words and of the files (`domain/editions`)."""

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("notice_id", "number"),
        Index(None, "area", "state"),
        Index("ix_editions_proposed", "notice_id", unique=True, postgresql_where=text("state = 'proposed'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"))
    area: Mapped[str] = mapped_column(String(12))
    number: Mapped[int | None] = mapped_column(SmallInteger)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    state: Mapped[str]
    reason: Mapped[str | None]
    title: Mapped[str]
    body: Mapped[str]
    title_en: Mapped[str | None]
    body_en: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    approver: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    published_at: Mapped[datetime | None]


class Attachment(Base):
    """`edition` is the one with which it is shown. `kind` is the media type by content; `content` is loaded only where
    it is asked for."""

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("notice_id", "sha256"), Index(None, "area", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"))
    area: Mapped[str] = mapped_column(String(12))
    edition: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
