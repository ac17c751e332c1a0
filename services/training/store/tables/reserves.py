"""The reserve pool: who is in it, the stages they reached, their plans, and what enterprises they lead."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class Reserve(Base):
    """`area` is the office that keeps the pool, `post` what they are to follow in; with `cadre_id` they are a cadre."""

    __tablename__ = "reserves"
    __table_args__ = (UniqueConstraint("area", "name", "birth_date"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    name: Mapped[str]
    sex: Mapped[str]
    birth_date: Mapped[date] = mapped_column(Date)
    post: Mapped[str]
    stage: Mapped[str]
    education: Mapped[str | None]
    source: Mapped[str | None]
    party: Mapped[str | None]
    experience: Mapped[str]
    cadre_id: Mapped[UUID | None] = mapped_column(ForeignKey("cadres.id"), index=True)
    nominated_on: Mapped[date] = mapped_column(Date)
    ready_on: Mapped[date | None] = mapped_column(Date)
    in_post_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int]


class ReserveStage(Base):
    """A stage that was reached, and by what it was earned; never changed."""

    __tablename__ = "reserve_stages"

    reserve_id: Mapped[UUID] = mapped_column(ForeignKey("reserves.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    reached_on: Mapped[date] = mapped_column(Date)
    evidence: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]


class ReserveLevel(Base):
    """A level in a competency, as assessed for the pool."""

    __tablename__ = "reserve_levels"

    reserve_id: Mapped[UUID] = mapped_column(ForeignKey("reserves.id"), primary_key=True)
    competency: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[int]


class ReservePlanItem(Base):
    """A course, a placement or a review of somebody's individual plan."""

    __tablename__ = "plan_items"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reserve_id: Mapped[UUID] = mapped_column(ForeignKey("reserves.id"), index=True)
    kind: Mapped[str]
    title: Mapped[str]
    due_on: Mapped[date] = mapped_column(Date)
    done_on: Mapped[date | None] = mapped_column(Date)
    outcome: Mapped[str | None]
    passed: Mapped[bool | None]


class Enterprise(Base):
    """What a reserve set up (创办经济实体), the support that the office gave, and what came of it."""

    __tablename__ = "enterprises"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reserve_id: Mapped[UUID] = mapped_column(ForeignKey("reserves.id"), index=True)
    name: Mapped[str]
    since: Mapped[date] = mapped_column(Date)
    support: Mapped[str]
    jobs: Mapped[int]
    income_yuan: Mapped[int]
