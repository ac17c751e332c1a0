"""What is promised and paid, how much work there is, and the fund for retired cadres. Money is in fen."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.training.store.tables.base import Base


class PayScale(Base):
    """A version of what a post is paid below `area`; versions are never changed."""

    __tablename__ = "pay_scales"
    __table_args__ = (UniqueConstraint("area", "post", "since"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    post: Mapped[str]
    fen: Mapped[int] = mapped_column(BigInteger)
    pay_day: Mapped[int]
    since: Mapped[date] = mapped_column(Date)
    document: Mapped[str]


class Payment(Base):
    """A cadre's for a month (named by its first day), with the insurances that were paid."""

    __tablename__ = "payments"
    __table_args__ = (Index(None, "area", "month"),)

    cadre_id: Mapped[UUID] = mapped_column(ForeignKey("cadres.id"), primary_key=True)
    month: Mapped[date] = mapped_column(Date, primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    fen: Mapped[int] = mapped_column(BigInteger)
    paid_on: Mapped[date] = mapped_column(Date)
    pension: Mapped[bool]
    medical: Mapped[bool]
    unemployment: Mapped[bool]


class Workload(Base):
    """A community's points of work in a month, by the office's own measure."""

    __tablename__ = "workloads"

    area: Mapped[str] = mapped_column(String(12), primary_key=True)
    month: Mapped[date] = mapped_column(Date, primary_key=True)
    points: Mapped[int]


class FundStatement(Base):
    """How the fund for retired cadres stood on a day; the newest counts."""

    __tablename__ = "fund_statements"
    __table_args__ = (UniqueConstraint("area", "on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    on: Mapped[date] = mapped_column(Date)
    balance: Mapped[int] = mapped_column(BigInteger)
    income: Mapped[int] = mapped_column(BigInteger)
    beneficiaries: Mapped[int]
    monthly: Mapped[int] = mapped_column(BigInteger)
    recorded_by: Mapped[str]
