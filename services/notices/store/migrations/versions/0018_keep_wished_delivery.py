"""Keep to whom and how whoever asked for a notice wishes it sent."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.execute("ALTER TABLE notices ADD COLUMN delivery jsonb")
