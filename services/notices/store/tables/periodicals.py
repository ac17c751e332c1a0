"""Issues of a community's own paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, Index, String, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, deferred, mapped_column

from services.notices.store.tables.base import Base
from services.notices.store.tables.written import Written


class PeriodicalIssue(Written, Base):
    """`items` are the notices chosen, in their order. `front` is the text on its first page, in Markdown. Published,
    it has its `number` in the community's row and its `articles` as they are printed (`domain/periodical.Article`)."""

    __tablename__ = "periodical_issues"
    __table_args__ = (
        Index("uq_periodical_issues_area_number", "area", "number", unique=True),
        Index(
            "uq_periodical_issues_area_month",
            "area",
            "month",
            unique=True,
            postgresql_where=text("state <> 'withdrawn'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    month: Mapped[date] = mapped_column(Date)
    number: Mapped[int | None]
    state: Mapped[str]
    version: Mapped[int]
    front: Mapped[str | None]
    items: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    articles: Mapped[list[dict[str, Any]] | None] = deferred(mapped_column(JSONB))
    approver: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    published_at: Mapped[datetime | None]
