"""The plan of themes: what a community's notices are to be about, month by month (R67)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class Theme(Base):
    """`month` is its first day; `wanted` is how many notices of the theme are to be published."""

    __tablename__ = "themes"
    __table_args__ = (Index(None, "area"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    month: Mapped[date] = mapped_column(Date)
    subject: Mapped[str] = mapped_column(String(24))
    title: Mapped[str]
    responsible: Mapped[str]
    wanted: Mapped[int] = mapped_column(SmallInteger)
    planned_by: Mapped[str]


class ThemeNotice(Base):
    """A notice that was published for a theme."""

    __tablename__ = "theme_notices"
    __table_args__ = (Index(None, "notice_id"),)

    theme_id: Mapped[UUID] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), primary_key=True)
