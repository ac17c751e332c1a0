"""Drop the table of employers, which nothing has used: residents name their work unit themselves."""

from __future__ import annotations

from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.execute("DROP TABLE employers")
