"""Timetables: planned days, marks by hand, and deadlines that wait to be told of."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"

_STATEMENTS = """
CREATE TABLE planned_stages (
    election_id uuid NOT NULL CONSTRAINT fk_planned_stages_election_id REFERENCES elections (id),
    stage varchar NOT NULL,
    area varchar(12) NOT NULL,
    begins_on date NOT NULL,
    ends_on date NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_planned_stages PRIMARY KEY (election_id, stage)
);
CREATE INDEX ix_planned_stages_area ON planned_stages (area);
CREATE TABLE stage_marks (
    election_id uuid NOT NULL CONSTRAINT fk_stage_marks_election_id REFERENCES elections (id),
    stage varchar NOT NULL,
    area varchar(12) NOT NULL,
    "on" date NOT NULL,
    not_needed boolean NOT NULL,
    note varchar NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_stage_marks PRIMARY KEY (election_id, stage)
);
CREATE INDEX ix_stage_marks_area ON stage_marks (area);
CREATE TABLE deadlines (
    election_id uuid NOT NULL CONSTRAINT fk_deadlines_election_id REFERENCES elections (id),
    stage varchar NOT NULL,
    kind varchar NOT NULL,
    days_before integer NOT NULL,
    due_on date NOT NULL,
    area varchar(12) NOT NULL,
    tell_on date NOT NULL,
    told_at timestamptz,
    CONSTRAINT pk_deadlines PRIMARY KEY (election_id, stage, kind, days_before, due_on)
);
CREATE INDEX ix_deadlines_area ON deadlines (area);
CREATE INDEX ix_deadlines_waiting ON deadlines (tell_on) WHERE told_at IS NULL;
CREATE TABLE deadline_plans (
    election_id uuid NOT NULL CONSTRAINT fk_deadline_plans_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_deadline_plans PRIMARY KEY (election_id)
);
CREATE INDEX ix_deadline_plans_area ON deadline_plans (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
