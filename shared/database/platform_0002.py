"""Subscribers' own word on how far they are, which pruning the outbox needs. Frozen, as `platform_0001` is."""

from __future__ import annotations

from alembic import op


def upgrade() -> None:
    op.execute("ALTER TABLE outbox_cursors ADD COLUMN taken_through bigint NOT NULL DEFAULT 0")
