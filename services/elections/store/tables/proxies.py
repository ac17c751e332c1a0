"""Proxies (Art 19), and the register of who has received a paper."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class Proxy(Base):
    """One elector's written appointment of another for one ballot. It stays when it ends: `ended_on` and why.

    It is in the published lists from number `published_in` on and before `dropped_in`, as electors are in versions of
    the roll.
    """

    __tablename__ = "proxies"
    __table_args__ = (
        Index(
            "uq_proxies_standing", "election_id", "elector_id", unique=True, postgresql_where=text("ended_on IS NULL")
        ),
        Index(None, "election_id", "agent_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    elector_id: Mapped[UUID]
    agent_id: Mapped[UUID]
    reason: Mapped[str]
    document: Mapped[str]
    received_on: Mapped[date] = mapped_column(Date)
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    ended_on: Mapped[date | None] = mapped_column(Date)
    ended_because: Mapped[str | None]
    ended_by: Mapped[str | None]
    published_in: Mapped[int | None]
    dropped_in: Mapped[int | None]


class ProxyPublication(Base):
    """The lists of electors and agents as they were published on a day, numbered from 1."""

    __tablename__ = "proxy_publications"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    proxies: Mapped[int]
    on: Mapped[date] = mapped_column(Date)
    by: Mapped[str]
    at: Mapped[datetime]


class PaperGiven(Base):
    """That the paper of an elector was given out: to the elector, or to the agent who votes for them.

    The id is random (not by time as elsewhere), and there is no moment, no clerk and no number of the paper: nothing
    that could be matched with the order in which papers are called out.
    """

    __tablename__ = "papers_given"
    __table_args__ = (UniqueConstraint("election_id", "elector_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    station_id: Mapped[UUID] = mapped_column(ForeignKey("stations.id"), index=True)
    elector_id: Mapped[UUID]
    agent_id: Mapped[UUID | None]
    on: Mapped[date] = mapped_column(Date)
