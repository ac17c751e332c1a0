"""Note how far each subscriber says that it is."""

from __future__ import annotations

from shared.database import platform_0002

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    platform_0002.upgrade()
