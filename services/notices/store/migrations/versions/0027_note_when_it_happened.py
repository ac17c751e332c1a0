"""Note when that happened which a notice tells of."""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.execute("ALTER TABLE notices ADD COLUMN happened_at timestamptz")
