"""An index on jobs that are over by when they ended, which pruning them needs. Frozen, as `platform_0001` is."""

from __future__ import annotations

from alembic import op


def upgrade() -> None:
    op.execute("CREATE INDEX ix_jobs_over ON jobs (touched_at) WHERE state IN ('done', 'refused', 'failed')")
