"""Candidates' states, order, statements and withdrawals; nominators, checks and meetings with residents."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"

_STATEMENTS = """
ALTER TABLE candidates
    ADD COLUMN state varchar NOT NULL DEFAULT 'standing',
    ADD COLUMN place integer,
    ADD COLUMN strokes integer,
    ADD COLUMN accepted_on date,
    ADD COLUMN statement varchar NOT NULL DEFAULT '',
    ADD COLUMN withdrew_on date,
    ADD COLUMN withdrawal varchar;
CREATE TABLE nominators (
    candidate_id uuid NOT NULL CONSTRAINT fk_nominators_candidate_id REFERENCES candidates (id) ON DELETE CASCADE,
    elector_id uuid NOT NULL,
    area varchar(12) NOT NULL,
    CONSTRAINT pk_nominators PRIMARY KEY (candidate_id, elector_id)
);
CREATE INDEX ix_nominators_elector_id ON nominators (elector_id);
CREATE INDEX ix_nominators_area ON nominators (area);
CREATE TABLE candidate_checks (
    candidate_id uuid NOT NULL CONSTRAINT fk_candidate_checks_candidate_id REFERENCES candidates (id) ON DELETE CASCADE,
    item varchar NOT NULL,
    area varchar(12) NOT NULL,
    passed boolean NOT NULL,
    office varchar NOT NULL,
    document varchar NOT NULL,
    "on" date NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_candidate_checks PRIMARY KEY (candidate_id, item)
);
CREATE INDEX ix_candidate_checks_area ON candidate_checks (area);
CREATE TABLE candidate_meetings (
    id uuid CONSTRAINT pk_candidate_meetings PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_candidate_meetings_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    "on" date NOT NULL,
    place varchar NOT NULL,
    attended integer NOT NULL,
    questions integer NOT NULL,
    document varchar NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX ix_candidate_meetings_election_id ON candidate_meetings (election_id);
CREATE INDEX ix_candidate_meetings_area ON candidate_meetings (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
