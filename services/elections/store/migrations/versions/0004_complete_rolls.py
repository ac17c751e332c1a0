"""Versions of a roll, what was checked, changed and objected to, and electors on two rolls."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

_STATEMENTS = """
ALTER TABLE elections ADD COLUMN households integer;
ALTER TABLE electors ADD COLUMN added_in integer NOT NULL DEFAULT 0;
ALTER TABLE electors ADD COLUMN removed_in integer;
CREATE INDEX ix_electors_birth_date_name ON electors (birth_date, name);
CREATE TABLE roll_versions (
    election_id uuid NOT NULL CONSTRAINT fk_roll_versions_election_id REFERENCES elections (id),
    number integer NOT NULL,
    area varchar(12) NOT NULL,
    electors integer NOT NULL,
    roll_hash varchar(64) NOT NULL,
    "on" date NOT NULL,
    reason varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_roll_versions PRIMARY KEY (election_id, number)
);
CREATE INDEX ix_roll_versions_area ON roll_versions (area);
CREATE TABLE roll_changes (
    id uuid CONSTRAINT pk_roll_changes PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_roll_changes_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    elector_id uuid NOT NULL,
    reason varchar NOT NULL,
    "on" date NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    version integer NOT NULL
);
CREATE INDEX ix_roll_changes_election_id ON roll_changes (election_id);
CREATE INDEX ix_roll_changes_area ON roll_changes (area);
CREATE TABLE roll_checks (
    election_id uuid NOT NULL CONSTRAINT fk_roll_checks_election_id REFERENCES elections (id),
    kind varchar NOT NULL,
    area varchar(12) NOT NULL,
    office varchar NOT NULL,
    document varchar NOT NULL,
    "on" date NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_roll_checks PRIMARY KEY (election_id, kind)
);
CREATE INDEX ix_roll_checks_area ON roll_checks (area);
CREATE TABLE duplicate_decisions (
    elector_id uuid NOT NULL,
    other_id uuid NOT NULL,
    election_id uuid NOT NULL CONSTRAINT fk_duplicate_decisions_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    decision varchar NOT NULL,
    evidence varchar NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_duplicate_decisions PRIMARY KEY (elector_id, other_id)
);
CREATE INDEX ix_duplicate_decisions_other_id ON duplicate_decisions (other_id);
CREATE INDEX ix_duplicate_decisions_election_id ON duplicate_decisions (election_id);
CREATE INDEX ix_duplicate_decisions_area ON duplicate_decisions (area);
CREATE TABLE objections (
    id uuid CONSTRAINT pk_objections PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_objections_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    kind varchar NOT NULL,
    elector_id uuid,
    proposed jsonb,
    text varchar NOT NULL,
    received_on date NOT NULL,
    recorded_by varchar NOT NULL,
    recorded_at timestamptz NOT NULL,
    reply_by date NOT NULL,
    upheld boolean,
    grounds varchar,
    decided_on date,
    decided_by varchar
);
CREATE INDEX ix_objections_election_id ON objections (election_id);
CREATE INDEX ix_objections_area ON objections (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
