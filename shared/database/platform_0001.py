"""First migration of the tables in `shared.database.tables`. Frozen: a change to them is a new `platform_000N` module
and a new migration in each service that calls it."""

from __future__ import annotations

from alembic import op

_STATEMENTS = """
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_outbox PRIMARY KEY,
    event_id uuid NOT NULL CONSTRAINT uq_outbox_event_id UNIQUE,
    sequence bigint CONSTRAINT uq_outbox_sequence UNIQUE,
    type text NOT NULL,
    subject text NOT NULL,
    area varchar(12) NOT NULL,
    time timestamptz NOT NULL,
    correlation_id text NOT NULL,
    data jsonb NOT NULL,
    sequenced_at timestamptz
);
CREATE INDEX ix_outbox_unsequenced ON outbox (id) WHERE sequence IS NULL;
CREATE TABLE outbox_cursors (
    subscriber text CONSTRAINT pk_outbox_cursors PRIMARY KEY,
    sent_through bigint NOT NULL
);
CREATE TABLE inbox (
    source text NOT NULL,
    event_id uuid NOT NULL,
    sequence bigint NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_inbox PRIMARY KEY (source, event_id)
);
CREATE INDEX ix_inbox_source_sequence ON inbox (source, sequence);
CREATE TABLE event_cursors (
    source text CONSTRAINT pk_event_cursors PRIMARY KEY,
    through bigint NOT NULL,
    heard_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE dead_letters (
    event_id uuid CONSTRAINT pk_dead_letters PRIMARY KEY,
    source text NOT NULL,
    sequence bigint NOT NULL,
    type text NOT NULL,
    subject text NOT NULL,
    area varchar(12) NOT NULL,
    envelope jsonb NOT NULL,
    state text NOT NULL,
    error text NOT NULL,
    attempts integer NOT NULL,
    next_attempt_at timestamptz,
    failed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_dead_letters_source_subject ON dead_letters (source, subject, sequence);
CREATE TABLE jobs (
    id uuid CONSTRAINT pk_jobs PRIMARY KEY,
    task text NOT NULL,
    queue text NOT NULL,
    area varchar(12) NOT NULL,
    arguments jsonb NOT NULL,
    state text NOT NULL,
    done integer NOT NULL DEFAULT 0,
    total integer,
    outcome jsonb,
    requested_by text NOT NULL,
    correlation_id text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    touched_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_jobs_area ON jobs (area);
CREATE INDEX ix_jobs_open ON jobs (touched_at) WHERE state IN ('waiting', 'sent', 'running');
CREATE TABLE audit_trail (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_audit_trail PRIMARY KEY,
    time timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    area varchar(12) NOT NULL,
    before_hash varchar(64),
    after_hash varchar(64),
    correlation_id text NOT NULL,
    request_id text NOT NULL
);
CREATE INDEX ix_audit_trail_subject ON audit_trail (subject);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only';
END $$;
CREATE TRIGGER audit_trail_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_trail
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TABLE idempotency_keys (
    actor text NOT NULL,
    key text NOT NULL,
    request_hash varchar(64) NOT NULL,
    status integer,
    headers jsonb,
    body bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (actor, key)
);
CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
