"""The tables that each service's database has besides its own: events out and in, jobs, audit trail, idempotency."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of constraints and indexes, the same in models and migrations; each service's own MetaData uses it too."""

platform = MetaData(naming_convention=NAMING)

_AREA = String(12)


def _moment(name: str, **options: object) -> Column[object]:
    return Column(name, DateTime(timezone=True), **options)  # type: ignore[arg-type]


outbox = Table(
    "outbox",
    platform,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Uuid, nullable=False, unique=True),
    Column("sequence", BigInteger, unique=True),  # given by the relay: gapless, in the order in which rows are seen
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("area", _AREA, nullable=False),
    _moment("time", nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("data", JSONB, nullable=False),
    _moment("sequenced_at"),
    Index("ix_outbox_unsequenced", "id", postgresql_where=text("sequence IS NULL")),
)

outbox_cursors = Table(
    "outbox_cursors",
    platform,
    Column("subscriber", Text, primary_key=True),
    Column("sent_through", BigInteger, nullable=False),
    Column("taken_through", BigInteger, nullable=False, server_default=text("0")),  # by the subscriber's own word
)

inbox = Table(
    "inbox",
    platform,
    Column("source", Text, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    _moment("received_at", nullable=False, server_default=func.now()),
    PrimaryKeyConstraint("source", "event_id"),
    Index("ix_inbox_source_sequence", "source", "sequence"),
)

event_cursors = Table(
    "event_cursors",
    platform,
    Column("source", Text, primary_key=True),
    Column("through", BigInteger, nullable=False),
    _moment("heard_at", nullable=False, server_default=func.now()),
)

dead_letters = Table(
    "dead_letters",
    platform,
    Column("event_id", Uuid, primary_key=True),
    Column("source", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("area", _AREA, nullable=False),
    Column("envelope", JSONB, nullable=False),
    Column("state", Text, nullable=False),  # shared.events.dead_letters.LetterState
    Column("error", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    _moment("next_attempt_at"),
    _moment("failed_at", nullable=False, server_default=func.now()),
    Index("ix_dead_letters_source_subject", "source", "subject", "sequence"),
)

jobs = Table(
    "jobs",
    platform,
    Column("id", Uuid, primary_key=True),
    Column("task", Text, nullable=False),
    Column("queue", Text, nullable=False),
    Column("area", _AREA, nullable=False, index=True),
    Column("arguments", JSONB, nullable=False),
    Column("state", Text, nullable=False),  # shared.jobs.states.JobState
    Column("done", Integer, nullable=False, server_default="0"),
    Column("total", Integer),
    Column("outcome", JSONB),
    Column("requested_by", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _moment("created_at", nullable=False, server_default=func.now()),
    _moment("touched_at", nullable=False, server_default=func.now()),
    Index("ix_jobs_open", "touched_at", postgresql_where=text("state IN ('waiting', 'sent', 'running')")),
    Index("ix_jobs_over", "touched_at", postgresql_where=text("state IN ('done', 'refused', 'failed')")),
)

audit_trail = Table(
    "audit_trail",
    platform,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    _moment("time", nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("area", _AREA, nullable=False),
    Column("before_hash", String(64)),
    Column("after_hash", String(64)),
    Column("correlation_id", Text, nullable=False),
    Column("request_id", Text, nullable=False),
)

idempotency_keys = Table(
    "idempotency_keys",
    platform,
    Column("actor", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("request_hash", String(64), nullable=False),
    Column("status", Integer),
    Column("headers", JSONB),
    Column("body", LargeBinary),
    _moment("created_at", nullable=False, server_default=func.now(), index=True),
    PrimaryKeyConstraint("actor", "key"),
)
