"""Create the table of days that communities should know beforehand."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"

_STATEMENTS = """
CREATE TABLE occasions (
    subject varchar CONSTRAINT pk_occasions PRIMARY KEY,
    area varchar(12) NOT NULL,
    kind varchar NOT NULL,
    title varchar NOT NULL,
    day date NOT NULL,
    starts_at timestamptz,
    place varchar,
    cancelled boolean NOT NULL,
    told_at timestamptz NOT NULL,
    changes integer NOT NULL
);
CREATE INDEX ix_occasions_area_day ON occasions (area, day);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
