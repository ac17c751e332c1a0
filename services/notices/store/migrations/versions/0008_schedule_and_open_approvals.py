"""Give notices an item of disclosure, a moment and a day on which they go up and down, and open approvals."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"

_STATEMENTS = """
ALTER TABLE notices
    ADD COLUMN item varchar,
    ADD COLUMN publish_at timestamptz,
    ADD COLUMN take_down_on date,
    ADD COLUMN approve_by timestamptz,
    ADD COLUMN approval_missed_at timestamptz;
CREATE INDEX ix_notices_waiting ON notices (publish_at) WHERE state = 'approved';
CREATE INDEX ix_notices_coming_down ON notices (take_down_on) WHERE state = 'published';
CREATE INDEX ix_notices_unapproved ON notices (approve_by) WHERE approver IS NULL;
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
