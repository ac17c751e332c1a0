"""Leaving audits that were published, for the elections that they are for."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"

_STATEMENTS = """
CREATE TABLE leaving_audits (
    audit_id uuid CONSTRAINT pk_leaving_audits PRIMARY KEY,
    area varchar(12) NOT NULL,
    published_on date NOT NULL,
    auditor varchar NOT NULL,
    director varchar NOT NULL
);
CREATE INDEX ix_leaving_audits_area ON leaving_audits (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
