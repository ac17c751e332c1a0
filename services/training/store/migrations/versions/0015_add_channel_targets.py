"""How many an office wants to win by each channel in a year."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"

_STATEMENTS = """
CREATE TABLE channel_targets (
    area varchar(12) NOT NULL,
    year integer NOT NULL,
    source varchar NOT NULL,
    target integer NOT NULL,
    CONSTRAINT pk_channel_targets PRIMARY KEY (area, year, source)
);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
