"""Yearly appraisals of the members (Art 37). Papers are secret: there are counts only."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class Appraisal(Base):
    """`run_by` names those of the supervisory committee who ran it; `voted` is there once it is published."""

    __tablename__ = "appraisals"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    year: Mapped[int]
    held_on: Mapped[date] = mapped_column(Date)
    run_by: Mapped[str]
    rule_set: Mapped[str]
    voted: Mapped[int | None]
    published_on: Mapped[date | None] = mapped_column(Date)


class AppraisalEntry(Base):
    """One person's typing of the counts: of each the latest counts."""

    __tablename__ = "appraisal_entries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    appraisal_id: Mapped[UUID] = mapped_column(ForeignKey("appraisals.id"), index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    clerk: Mapped[str]
    figures: Mapped[dict[str, Any]]


class AppraisedMember(Base):
    """Who is appraised, and the grade once it is published."""

    __tablename__ = "appraised_members"

    appraisal_id: Mapped[UUID] = mapped_column(ForeignKey("appraisals.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"), primary_key=True, index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    counts: Mapped[dict[str, Any] | None]
    grade: Mapped[str | None]
    adjust: Mapped[bool | None]
