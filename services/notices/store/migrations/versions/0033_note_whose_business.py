"""Note whose business a notice tells of."""

from __future__ import annotations

from alembic import op

revision = "0033"
down_revision = "0032"

_STATEMENTS = """
ALTER TABLE notices ADD COLUMN business varchar(16);
UPDATE notices
SET business = CASE WHEN kind IN ('announcement', 'emergency') THEN 'government' ELSE 'self_government' END
WHERE published_at IS NOT NULL;
CREATE INDEX ix_notices_business ON notices (area, published_at) WHERE business IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
