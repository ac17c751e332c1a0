"""Deliveries of a digest that went out as one message are found by their bundle."""

from __future__ import annotations

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.execute("CREATE INDEX ix_deliveries_bundle ON deliveries (bundle) WHERE bundle IS NOT NULL")
