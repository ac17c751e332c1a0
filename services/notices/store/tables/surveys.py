"""Surveys, and what was answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, SmallInteger, String, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import SECRET, Base
from services.notices.store.tables.written import Written


class Survey(Written, Base):
    """`questions` is a definition as `domain/surveys/questions` reads it; it changes only in a draft. `template` is
    the file with its version that the questions came from: those of one name are a series. `link` opens a survey whose
    audience is a link. `responsible` sees to the gaps that a field survey finds."""

    __tablename__ = "surveys"
    __table_args__ = (Index(None, "area", "state"), Index(None, "area", "template"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    title: Mapped[str]
    title_en: Mapped[str | None]
    intro: Mapped[str | None]
    intro_en: Mapped[str | None]
    audience: Mapped[str]
    template: Mapped[str | None]
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    responsible: Mapped[str | None]
    state: Mapped[str]
    version: Mapped[int]
    approver: Mapped[str | None]
    link: Mapped[str] = mapped_column(String(64), unique=True, server_default=SECRET)
    closes_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class SurveyAnswer(Base):
    """What somebody answered, apart from who they are: that a resident answered stands in `participations`, and here
    only their kinds and the day, under an id that tells no time. What an interviewer sends has the id that their device
    gave it, so it is kept once however often it comes. Not `counted`: what came after the closing, or is the second
    from one person."""

    __tablename__ = "survey_answers"
    __table_args__ = (Index(None, "survey_id", "counted"), Index(None, "area"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id"))
    area: Mapped[str] = mapped_column(String(12))
    answers: Mapped[dict[str, Any]]
    kinds: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    score: Mapped[int | None] = mapped_column(SmallInteger)
    counted: Mapped[bool] = mapped_column(server_default=text("true"))
    on: Mapped[date] = mapped_column(Date)
