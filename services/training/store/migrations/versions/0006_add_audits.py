"""Audits and their findings."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

_STATEMENTS = """
CREATE TABLE audits (
    id uuid CONSTRAINT pk_audits PRIMARY KEY,
    area varchar(12) NOT NULL,
    kind varchar NOT NULL,
    year integer NOT NULL,
    term_id uuid CONSTRAINT fk_audits_term_id REFERENCES terms (id),
    due_on date NOT NULL,
    state varchar NOT NULL,
    begun_on date,
    auditor varchar,
    reported_on date,
    reported_by varchar,
    conclusion varchar,
    published_on date,
    published_by varchar,
    notice_id uuid,
    displayed_until date,
    closed_on date,
    cancel_reason varchar,
    missed_told_at timestamptz
);
CREATE INDEX ix_audits_area ON audits (area);
CREATE INDEX ix_audits_untold ON audits (due_on) WHERE missed_told_at IS NULL;
CREATE UNIQUE INDEX uq_audits_leaving ON audits (term_id) WHERE kind = 'leaving' AND state <> 'cancelled';
CREATE UNIQUE INDEX uq_audits_yearly ON audits (area, year) WHERE kind = 'yearly' AND state <> 'cancelled';
CREATE TABLE audit_findings (
    id uuid CONSTRAINT pk_audit_findings PRIMARY KEY,
    audit_id uuid NOT NULL CONSTRAINT fk_audit_findings_audit_id REFERENCES audits (id),
    area varchar(12) NOT NULL,
    text varchar NOT NULL,
    fen bigint,
    due_on date NOT NULL,
    rectified_on date,
    rectified_note varchar,
    rectified_by varchar,
    missed_told_at timestamptz
);
CREATE INDEX ix_audit_findings_area ON audit_findings (area);
CREATE INDEX ix_audit_findings_audit_id ON audit_findings (audit_id);
CREATE INDEX ix_audit_findings_untold ON audit_findings (due_on) WHERE missed_told_at IS NULL AND rectified_on IS NULL;
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
