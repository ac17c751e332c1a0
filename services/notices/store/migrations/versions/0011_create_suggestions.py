"""Create the tables of suggestions, their rounds, who answers, and mailboxes."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"

_STATEMENTS = """
CREATE TABLE mailboxes (
    id uuid CONSTRAINT pk_mailboxes PRIMARY KEY,
    area varchar(12) NOT NULL,
    code varchar(8) NOT NULL CONSTRAINT uq_mailboxes_code UNIQUE,
    place varchar NOT NULL,
    removed_at timestamptz
);
CREATE INDEX ix_mailboxes_area ON mailboxes (area);
CREATE TABLE answerers (
    area varchar(12) NOT NULL,
    topic varchar NOT NULL,
    name varchar NOT NULL,
    working_days smallint,
    CONSTRAINT pk_answerers PRIMARY KEY (area, topic)
);
CREATE TABLE suggestions (
    id uuid CONSTRAINT pk_suggestions PRIMARY KEY,
    area varchar(12) NOT NULL,
    handler_area varchar(12) NOT NULL,
    code varchar(12) NOT NULL CONSTRAINT uq_suggestions_code UNIQUE,
    once uuid CONSTRAINT uq_suggestions_once UNIQUE,
    kind varchar NOT NULL,
    topic varchar NOT NULL,
    way varchar NOT NULL,
    mailbox_id uuid CONSTRAINT fk_suggestions_mailbox_id REFERENCES mailboxes (id),
    resident_id uuid CONSTRAINT fk_suggestions_resident_id REFERENCES residents (id) ON DELETE SET NULL,
    name varchar,
    channel varchar,
    address varchar,
    language varchar(2) NOT NULL,
    text varchar NOT NULL,
    place varchar,
    state varchar NOT NULL,
    answerer varchar NOT NULL,
    due_on date NOT NULL,
    due_order varchar NOT NULL CONSTRAINT uq_suggestions_due_order UNIQUE,
    publication varchar NOT NULL,
    public_title varchar,
    public_text varchar,
    private_reason varchar,
    checked_by varchar,
    received_at timestamptz NOT NULL DEFAULT now(),
    answered_at timestamptz,
    forgotten_at timestamptz,
    version integer NOT NULL DEFAULT 1
);
CREATE INDEX ix_suggestions_area_publication_state ON suggestions (area, publication, state);
CREATE INDEX ix_suggestions_handler_area_state_due_order ON suggestions (handler_area, state, due_order);
CREATE INDEX ix_suggestions_resident_id ON suggestions (resident_id);
CREATE TABLE suggestion_rounds (
    suggestion_id uuid NOT NULL
        CONSTRAINT fk_suggestion_rounds_suggestion_id REFERENCES suggestions (id),
    number smallint NOT NULL,
    asked varchar,
    asked_at timestamptz NOT NULL,
    due_on date NOT NULL,
    escalated_at timestamptz,
    escalated_to varchar(12),
    answer varchar,
    answer_en varchar,
    answered_by varchar,
    answered_at timestamptz,
    answered_late boolean,
    rating smallint CONSTRAINT ck_suggestion_rounds_rating CHECK (rating BETWEEN 1 AND 5),
    comment varchar,
    CONSTRAINT pk_suggestion_rounds PRIMARY KEY (suggestion_id, number)
);
CREATE INDEX ix_suggestion_rounds_due_on ON suggestion_rounds (due_on) WHERE answered_at IS NULL;
CREATE TABLE suggestion_scans (
    suggestion_id uuid CONSTRAINT pk_suggestion_scans PRIMARY KEY
        CONSTRAINT fk_suggestion_scans_suggestion_id REFERENCES suggestions (id),
    kind varchar NOT NULL,
    sha256 varchar(64) NOT NULL,
    content bytea NOT NULL
);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
