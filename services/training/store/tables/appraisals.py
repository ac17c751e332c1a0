"""Grades of the yearly appraisal."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class AppraisalGrade(Base):
    """A cadre's grade in the yearly appraisal, by person: the result that made them a cadre may come later."""

    __tablename__ = "appraisal_grades"

    area: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    birth_date: Mapped[date] = mapped_column(Date, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    grade: Mapped[str]
    adjust: Mapped[bool | None]
