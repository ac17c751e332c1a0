"""Let receipts by key wait, too, until it is noted who carried their message."""

from __future__ import annotations

from alembic import op

revision = "0032"
down_revision = "0031"

_STATEMENTS = """
ALTER TABLE waiting_receipts ALTER COLUMN ref DROP NOT NULL;
ALTER TABLE waiting_receipts ADD COLUMN key varchar;
ALTER TABLE waiting_receipts ADD COLUMN delivery bigint;
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
