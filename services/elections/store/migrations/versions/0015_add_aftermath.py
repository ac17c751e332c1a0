"""Handovers, complaints with their evidence, and elections that are held again because a result was void."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"

_STATEMENTS = """
ALTER TABLE elections ADD COLUMN replaces_id uuid CONSTRAINT fk_elections_replaces_id REFERENCES elections (id);
CREATE INDEX ix_elections_replaces_id ON elections (replaces_id);
CREATE TABLE handovers (
    election_id uuid NOT NULL CONSTRAINT fk_handovers_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    overseen_by varchar NOT NULL,
    completed_on date NOT NULL,
    completed_by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_handovers PRIMARY KEY (election_id)
);
CREATE INDEX ix_handovers_area ON handovers (area);
CREATE TABLE handover_items (
    election_id uuid NOT NULL CONSTRAINT fk_handover_items_election_id REFERENCES elections (id),
    code varchar NOT NULL,
    area varchar(12) NOT NULL,
    handed_over_by varchar NOT NULL,
    received_by varchar NOT NULL,
    remarks varchar NOT NULL,
    "on" date NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_handover_items PRIMARY KEY (election_id, code)
);
CREATE INDEX ix_handover_items_area ON handover_items (area);
CREATE TABLE complaints (
    id uuid CONSTRAINT pk_complaints PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_complaints_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    ground varchar NOT NULL,
    text varchar NOT NULL,
    candidate_id uuid,
    office varchar NOT NULL,
    received_on date NOT NULL,
    recorded_by varchar NOT NULL,
    recorded_at timestamptz NOT NULL,
    upheld boolean,
    effect varchar,
    reasons varchar,
    decided_on date,
    decided_office varchar,
    decided_by varchar
);
CREATE INDEX ix_complaints_election_id ON complaints (election_id);
CREATE INDEX ix_complaints_area ON complaints (area);
CREATE TABLE evidence (
    id uuid CONSTRAINT pk_evidence PRIMARY KEY,
    complaint_id uuid NOT NULL CONSTRAINT fk_evidence_complaint_id REFERENCES complaints (id),
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    kind varchar NOT NULL,
    sha256 varchar(64) NOT NULL,
    size integer NOT NULL,
    content bytea NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT uq_evidence_complaint_id_sha256 UNIQUE (complaint_id, sha256)
);
CREATE INDEX ix_evidence_area ON evidence (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
