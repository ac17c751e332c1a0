"""Note of a suggestion that it is a query of the supervisory committee, and who put it."""

from __future__ import annotations

from alembic import op

revision = "0036"
down_revision = "0035"

_STATEMENTS = """
ALTER TABLE suggestions ADD COLUMN queried_by varchar;
CREATE INDEX ix_suggestions_queries ON suggestions (area, id) WHERE queried_by IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
