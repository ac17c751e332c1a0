"""Candidates: who nominated them, what was checked, and their meetings with residents."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.domain.candidacy.candidate_states import CandidateState
from services.elections.store.tables.base import AreaColumn, Base


class Candidate(Base):
    """A nominee. `state` as in `domain.candidacy.candidate_states`: only who is standing is on the paper, in the order
    of `place` once that is frozen, of entry before. `strokes` are the surname's, typed where they are not known.

    `statement` is what the candidate sets out to do (Art 18), `withdrawal` the paper by which they withdrew, and why;
    of who was struck off, the day and the paper stand there, too. Who keeps a `place` is on the printed paper.
    """

    __tablename__ = "candidates"
    __table_args__ = (UniqueConstraint("election_id", "post", "name", "birth_date"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    post: Mapped[str]
    name: Mapped[str]
    sex: Mapped[str]
    birth_date: Mapped[date] = mapped_column(Date)
    education: Mapped[str]
    ethnicity: Mapped[str] = mapped_column(server_default="")
    served_before: Mapped[bool | None]
    nominated_by: Mapped[str]
    joint_electors: Mapped[int]
    state: Mapped[str] = mapped_column(server_default=CandidateState.STANDING)
    place: Mapped[int | None]
    strokes: Mapped[int | None]
    accepted_on: Mapped[date | None] = mapped_column(Date)
    statement: Mapped[str] = mapped_column(server_default="")
    statement_version: Mapped[int] = mapped_column(server_default="0")
    withdrew_on: Mapped[date | None] = mapped_column(Date)
    withdrawal: Mapped[str | None]
    struck_for: Mapped[str | None]


class Nominator(Base):
    """One of the electors who jointly nominated a candidate (Art 18)."""

    __tablename__ = "nominators"

    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True)
    elector_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)


class CandidateCheck(Base):
    """Who checked a candidate for one of the statutory bars (Art 18), by which paper, and what came of it."""

    __tablename__ = "candidate_checks"

    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    passed: Mapped[bool]
    office: Mapped[str]
    document: Mapped[str]
    on: Mapped[date] = mapped_column(Date)
    by: Mapped[str]
    at: Mapped[datetime]


class CandidateMeeting(Base):
    """A meeting at which the candidates introduced themselves and answered residents' questions (Art 18)."""

    __tablename__ = "candidate_meetings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    on: Mapped[date] = mapped_column(Date)
    place: Mapped[str]
    attended: Mapped[int]
    questions: Mapped[int]
    document: Mapped[str]
    version: Mapped[int] = mapped_column(server_default="1")
    by: Mapped[str]
    at: Mapped[datetime]
