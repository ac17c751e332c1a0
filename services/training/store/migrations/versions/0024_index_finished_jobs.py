"""Index jobs that are over by when they ended."""

from __future__ import annotations

from shared.database import platform_0003

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    platform_0003.upgrade()
