"""Areas, elections with their contests and steps, results, and the notices about them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, String, func
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class Area(Base):
    __tablename__ = "areas"

    code: Mapped[str] = mapped_column(AreaColumn, primary_key=True)
    name: Mapped[str]
    level: Mapped[str]


class Election(Base):
    """`electors` and `roll_hash` describe the roll as it was imported last.

    Another ballot, a vote among the tied, a by-election and a recall are elections of their own with a `parent_id`: the
    election whose seats they are about. `roll_of` is the election whose roll they use, if not their own.
    `replaces_id` is the void election that is held again by this one.
    `residents` are the community's of voting age, registered or not.
    `term_ends_on` is the end of a term that began before, for those who are elected into it (Art 24).
    """

    __tablename__ = "elections"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, ForeignKey("areas.code"), index=True)
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default="term")
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("elections.id"), index=True)
    roll_of: Mapped[UUID | None] = mapped_column(ForeignKey("elections.id"))
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("elections.id"), index=True)
    term_ends_on: Mapped[date | None] = mapped_column(Date)
    households: Mapped[int | None]
    residents: Mapped[int | None]
    paper_register: Mapped[bool] = mapped_column(server_default="false")
    mode: Mapped[str]
    polling_day: Mapped[date] = mapped_column(Date)
    rule_set: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    electors: Mapped[int] = mapped_column(server_default="0")
    roll_hash: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @property
    def roll_election(self) -> UUID:
        """The election whose electors may vote in this one."""
        return self.roll_of or self.id


class StepTaken(Base):
    """`on` is the civil day of the act, `at` the moment at which it was recorded."""

    __tablename__ = "steps_taken"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    on: Mapped[date] = mapped_column(Date)
    by: Mapped[str]
    at: Mapped[datetime]


class GrantedException(Base):
    """A duty from which a district officer released an election, by its code, with the reason: public, and in the
    result."""

    __tablename__ = "granted_exceptions"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    duty: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    reason: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]


class Contest(Base):
    __tablename__ = "contests"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    post: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    seats: Mapped[int]


class Result(Base):
    """The verdict as `domain.verdict` gave it, and in `basis` what it rested on beside the papers: who had a seat
    before and which candidates are near relatives, by their person keys."""

    __tablename__ = "results"

    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    verdict: Mapped[dict[str, Any]]
    basis: Mapped[dict[str, Any] | None]
    counted_at: Mapped[datetime]


class Publication(Base):
    """A notice that the notices service published about an election."""

    __tablename__ = "publications"

    notice_id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    title: Mapped[str]
    event_type: Mapped[str]
    published_at: Mapped[datetime]
