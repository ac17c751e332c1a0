"""Elections of other kinds than the whole committee's, and exceptions that were granted."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_STATEMENTS = """
ALTER TABLE elections ADD COLUMN kind varchar NOT NULL DEFAULT 'term';
ALTER TABLE elections ADD COLUMN parent_id uuid CONSTRAINT fk_elections_parent_id REFERENCES elections (id);
ALTER TABLE elections ADD COLUMN roll_of uuid CONSTRAINT fk_elections_roll_of REFERENCES elections (id);
ALTER TABLE elections ADD COLUMN term_ends_on date;
CREATE INDEX ix_elections_parent_id ON elections (parent_id);
CREATE TABLE granted_exceptions (
    election_id uuid NOT NULL CONSTRAINT fk_granted_exceptions_election_id REFERENCES elections (id),
    duty varchar NOT NULL,
    area varchar(12) NOT NULL,
    reason varchar NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_granted_exceptions PRIMARY KEY (election_id, duty)
);
CREATE INDEX ix_granted_exceptions_area ON granted_exceptions (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
