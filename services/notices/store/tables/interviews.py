"""Interviewers, whom they are to see, what came of each visit, and their photos."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, String, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import SECRET, Base


class Interviewer(Base):
    """Somebody who asks others, on a page that `key` opens."""

    __tablename__ = "interviewers"
    __table_args__ = (Index(None, "area"), Index(None, "survey_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id"))
    area: Mapped[str] = mapped_column(String(12))
    name: Mapped[str]
    key: Mapped[str] = mapped_column(String(64), unique=True, server_default=SECRET)
    ended_at: Mapped[datetime | None]


class Interview(Base):
    """That somebody was visited or a place inspected, and what came of it. `id` is that of the answers, given by the
    device. With `consent` the answers are kept, and photos and notes with them."""

    __tablename__ = "interviews"
    __table_args__ = (Index(None, "area"), Index(None, "survey_id", "stratum"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id"))
    area: Mapped[str] = mapped_column(String(12))
    interviewer_id: Mapped[UUID] = mapped_column(ForeignKey("interviewers.id"))
    stratum: Mapped[str | None]
    place: Mapped[int | None] = mapped_column(SmallInteger)
    outcome: Mapped[str]
    consent: Mapped[bool]
    notes: Mapped[str | None]
    visited_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SurveyPhoto(Base):
    """A photo that an interviewer took; `id` is given by the device, `interview_id` is there before the interview is.
    `visit`: it shows that they were there (R85), and is no answer."""

    __tablename__ = "survey_photos"
    __table_args__ = (Index(None, "area"), Index(None, "survey_id"), Index(None, "interview_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id"))
    area: Mapped[str] = mapped_column(String(12))
    interviewer_id: Mapped[UUID] = mapped_column(ForeignKey("interviewers.id"))
    interview_id: Mapped[UUID]
    visit: Mapped[bool]
    kind: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(deferred=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())


class SurveySample(Base):
    """Whom the interviewers are to see: so many of each stratum, drawn from the register. `seed` and the register of
    the day give the same draw again."""

    __tablename__ = "survey_samples"

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    strata: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    seed: Mapped[str] = mapped_column(String(64))
    residents: Mapped[int]
    drawn_by: Mapped[str]
    drawn_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SampledResident(Base):
    """A resident in the order of the draw; those past the wanted number stand in for whoever is not met."""

    __tablename__ = "sampled_residents"
    __table_args__ = (UniqueConstraint("survey_id", "resident_id"),)

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("survey_samples.survey_id"), primary_key=True)
    stratum: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id", ondelete="CASCADE"), index=True)
    outcome: Mapped[str | None]
