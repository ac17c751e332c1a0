"""What was found of each community's team when it was last looked at."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"

_STATEMENTS = """
CREATE TABLE structure_checks (
    area varchar(12) CONSTRAINT pk_structure_checks PRIMARY KEY,
    checked_on date
);
CREATE INDEX ix_structure_checks_checked_on ON structure_checks (checked_on);
CREATE TABLE structure_states (
    area varchar(12) NOT NULL,
    rule varchar NOT NULL,
    state varchar NOT NULL,
    since date NOT NULL,
    CONSTRAINT pk_structure_states PRIMARY KEY (area, rule)
);
CREATE TABLE vacant_posts (
    area varchar(12) NOT NULL,
    post varchar NOT NULL,
    seats integer NOT NULL,
    since date NOT NULL,
    CONSTRAINT pk_vacant_posts PRIMARY KEY (area, post)
);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
