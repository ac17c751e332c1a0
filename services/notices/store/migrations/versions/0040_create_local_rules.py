"""Create the table of places' own rules on taking part."""

from __future__ import annotations

from alembic import op

revision = "0040"
down_revision = "0039"

_STATEMENTS = """
CREATE TABLE local_rules (
    id uuid NOT NULL,
    area varchar(12) NOT NULL,
    title varchar NOT NULL,
    adopted_by varchar NOT NULL,
    adopted_on date NOT NULL,
    body varchar NOT NULL,
    repealed_on date,
    kept_by varchar NOT NULL,
    CONSTRAINT pk_local_rules PRIMARY KEY (id)
);
CREATE INDEX ix_local_rules_area ON local_rules (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
