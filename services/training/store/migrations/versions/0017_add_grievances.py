"""Grievances."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"

_STATEMENTS = """
CREATE TABLE grievances (
    id uuid CONSTRAINT pk_grievances PRIMARY KEY,
    area varchar(12) NOT NULL,
    kind varchar NOT NULL,
    text varchar NOT NULL,
    code_hash varchar(64) NOT NULL,
    state varchar NOT NULL,
    filed_on date NOT NULL,
    accept_due_on date NOT NULL,
    answer_due_on date NOT NULL,
    accepted_on date,
    accepted_by varchar,
    note varchar,
    answered_on date,
    answered_by varchar,
    answer varchar,
    accept_told_at timestamptz,
    answer_told_at timestamptz,
    CONSTRAINT uq_grievances_code_hash UNIQUE (code_hash)
);
CREATE INDEX ix_grievances_area ON grievances (area);
CREATE INDEX ix_grievances_waiting ON grievances (answer_due_on) WHERE state IN ('filed', 'accepted');
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
