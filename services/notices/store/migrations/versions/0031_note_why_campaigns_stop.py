"""Note why a campaign was cancelled."""

from __future__ import annotations

from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.execute("ALTER TABLE campaigns ADD COLUMN stopped_for varchar")
