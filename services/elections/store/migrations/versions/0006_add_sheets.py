"""A station has one or more tally sheets, and an entry is of one of them."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

_STATEMENTS = """
ALTER TABLE stations ADD COLUMN sheets integer NOT NULL DEFAULT 1;
ALTER TABLE entries ADD COLUMN sheet integer NOT NULL DEFAULT 1;
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
