"""Petitions for the recall of members, and the members' answers (Art 20)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class Recall(Base):
    """`election_id` is the election by which the members were elected, `poll_id` the vote on them.

    `signers` are ids of electors (shown to nobody); of a paper list there is only `document` with its count.
    `electors` is of how many, electors or delegates or representatives; `petition` the finding on it.
    """

    __tablename__ = "recalls"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"), index=True)
    poll_id: Mapped[UUID | None] = mapped_column(ForeignKey("elections.id"), unique=True)
    state: Mapped[str]
    reasons: Mapped[str]
    received_on: Mapped[date] = mapped_column(Date)
    defend_by: Mapped[date] = mapped_column(Date)
    signed: Mapped[int]
    electors: Mapped[int]
    petition: Mapped[dict[str, Any]]
    signers: Mapped[dict[str, Any]]
    document: Mapped[str | None]
    recorded_by: Mapped[str]


class RecallMember(Base):
    """`candidate_id` is the member on the paper of the vote; `defence` the answer, which is published."""

    __tablename__ = "recall_members"

    recall_id: Mapped[UUID] = mapped_column(ForeignKey("recalls.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"), primary_key=True, index=True)
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    candidate_id: Mapped[UUID | None]
    defence: Mapped[str | None]
    heard_on: Mapped[date | None] = mapped_column(Date)
