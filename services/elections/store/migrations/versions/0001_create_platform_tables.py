"""Create the tables of events, jobs, audit trail and idempotency keys."""

from __future__ import annotations

from shared.database import platform_0001

revision = "0001"
down_revision = None


def upgrade() -> None:
    platform_0001.upgrade()
