"""Suggestions, their rounds of question and answer, who answers what, and the mailboxes with a code of their own."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, SmallInteger, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base
from services.notices.store.tables.pairs import pairs_of

SUGGESTION_PAIRS = pairs_of("area", "public_title", "public_text", "answers", "answers_en")


class Suggestion(Base):
    """`text` is as it was written and for those who answer; `public_text` what a clerk made of it for everybody.
    `area` is the community that it is about, `handler_area` whose people answer. `due_order` is the day by which
    the round that waits is answered, with the id behind it: a unique key in the order of deadlines. `once` is of the
    page that it was sent from and of what it says: sent twice it is one suggestion. `queried_by` is who put it for the
    supervisory committee. `answers` are those of all rounds, to be searched with it."""

    __tablename__ = "suggestions"
    __table_args__ = (
        Index(None, "area", "publication", "state"),
        Index(None, "handler_area", "state", "due_order"),
        Index("ix_suggestions_queries", "area", "id", postgresql_where=text("queried_by IS NOT NULL")),
        Index(
            "ix_suggestions_pairs",
            SUGGESTION_PAIRS,
            postgresql_using="gin",
            postgresql_where=text("publication = 'public'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    handler_area: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    once: Mapped[UUID | None] = mapped_column(unique=True)
    kind: Mapped[str]
    topic: Mapped[str]
    way: Mapped[str]
    mailbox_id: Mapped[UUID | None] = mapped_column(ForeignKey("mailboxes.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id", ondelete="SET NULL"), index=True)
    name: Mapped[str | None]
    channel: Mapped[str | None]
    address: Mapped[str | None]
    language: Mapped[str] = mapped_column(String(2))
    place: Mapped[str | None]
    state: Mapped[str]
    answerer: Mapped[str]
    due_on: Mapped[date] = mapped_column(Date)
    due_order: Mapped[str] = mapped_column(unique=True)
    publication: Mapped[str]
    public_title: Mapped[str | None]
    public_text: Mapped[str | None]
    answers: Mapped[str | None]
    answers_en: Mapped[str | None]
    private_reason: Mapped[str | None]
    checked_by: Mapped[str | None]
    queried_by: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())
    answered_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    text: Mapped[str]  # the last, since it takes the function's name


class SuggestionRound(Base):
    """The question, or the asker's second one, and its answer. `asked` is empty for the first: it is the suggestion's
    own text. `answered_late` is kept, since the days of a term may be arranged anew later."""

    __tablename__ = "suggestion_rounds"
    __table_args__ = (
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        Index("ix_suggestion_rounds_due_on", "due_on", postgresql_where=text("answered_at IS NULL")),
    )

    suggestion_id: Mapped[UUID] = mapped_column(ForeignKey("suggestions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    asked: Mapped[str | None]
    asked_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(Date)
    escalated_at: Mapped[datetime | None]
    escalated_to: Mapped[str | None] = mapped_column(String(12))
    answer: Mapped[str | None]
    answer_en: Mapped[str | None]
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_late: Mapped[bool | None]
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    comment: Mapped[str | None]


class SuggestionScan(Base):
    """The sheet of paper that a clerk typed a suggestion from."""

    __tablename__ = "suggestion_scans"

    suggestion_id: Mapped[UUID] = mapped_column(ForeignKey("suggestions.id"), primary_key=True)
    kind: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Answerer(Base):
    """Who answers for an area on a topic, and in how many working days where the area promises other than the rule."""

    __tablename__ = "answerers"

    area: Mapped[str] = mapped_column(String(12), primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    working_days: Mapped[int | None] = mapped_column(SmallInteger)


class Mailbox(Base):
    """A mailbox of the community; `code` stands in the short address that its QR code holds."""

    __tablename__ = "mailboxes"
    __table_args__ = (Index(None, "area"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(8), unique=True)
    place: Mapped[str]
    removed_at: Mapped[datetime | None]
