"""Candidates who are struck off after their publication, and why."""

from __future__ import annotations

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.execute("ALTER TABLE candidates ADD COLUMN struck_for varchar")
