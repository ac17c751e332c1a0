"""Meetings with their decisions, and yearly appraisals."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"

_STATEMENTS = """
CREATE TABLE meetings (
    id uuid CONSTRAINT pk_meetings PRIMARY KEY,
    area varchar(12) NOT NULL,
    kind varchar NOT NULL,
    title varchar NOT NULL,
    rule_set varchar NOT NULL,
    called_by varchar NOT NULL,
    called_on date NOT NULL,
    held_at timestamptz NOT NULL,
    place varchar NOT NULL,
    agenda jsonb NOT NULL,
    members integer NOT NULL,
    representatives integer NOT NULL,
    demand jsonb,
    special_reason varchar,
    present integer,
    quorum jsonb,
    minutes varchar,
    minutes_hash varchar(64),
    recorded_by varchar NOT NULL
);
CREATE INDEX ix_meetings_area ON meetings (area);
CREATE TABLE meeting_decisions (
    id uuid CONSTRAINT pk_meeting_decisions PRIMARY KEY,
    meeting_id uuid NOT NULL CONSTRAINT fk_meeting_decisions_meeting_id REFERENCES meetings (id),
    area varchar(12) NOT NULL,
    motion varchar NOT NULL,
    agreed integer NOT NULL,
    against integer NOT NULL,
    abstained integer NOT NULL,
    passed boolean NOT NULL,
    finding jsonb NOT NULL
);
CREATE INDEX ix_meeting_decisions_meeting_id ON meeting_decisions (meeting_id);
CREATE INDEX ix_meeting_decisions_area ON meeting_decisions (area);
CREATE TABLE appraisals (
    id uuid CONSTRAINT pk_appraisals PRIMARY KEY,
    area varchar(12) NOT NULL,
    year integer NOT NULL,
    held_on date NOT NULL,
    run_by varchar NOT NULL,
    rule_set varchar NOT NULL,
    voted integer,
    published_on date
);
CREATE INDEX ix_appraisals_area ON appraisals (area);
CREATE TABLE appraisal_entries (
    id uuid CONSTRAINT pk_appraisal_entries PRIMARY KEY,
    appraisal_id uuid NOT NULL CONSTRAINT fk_appraisal_entries_appraisal_id REFERENCES appraisals (id),
    area varchar(12) NOT NULL,
    clerk varchar NOT NULL,
    figures jsonb NOT NULL
);
CREATE INDEX ix_appraisal_entries_appraisal_id ON appraisal_entries (appraisal_id);
CREATE INDEX ix_appraisal_entries_area ON appraisal_entries (area);
CREATE TABLE appraised_members (
    appraisal_id uuid NOT NULL CONSTRAINT fk_appraised_members_appraisal_id REFERENCES appraisals (id),
    member_id uuid NOT NULL CONSTRAINT fk_appraised_members_member_id REFERENCES members (id),
    area varchar(12) NOT NULL,
    counts jsonb,
    grade varchar,
    adjust boolean,
    CONSTRAINT pk_appraised_members PRIMARY KEY (appraisal_id, member_id)
);
CREATE INDEX ix_appraised_members_area ON appraised_members (area);
CREATE INDEX ix_appraised_members_member_id ON appraised_members (member_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
