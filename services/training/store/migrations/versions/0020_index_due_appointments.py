"""Find appointments that are over at little cost; look at the teams of communities that have cadres already."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"

_STATEMENTS = """
CREATE INDEX ix_terms_due ON terms (ends_on) WHERE election_id IS NULL AND ended_on IS NULL;
INSERT INTO structure_checks (area) SELECT DISTINCT area FROM terms ON CONFLICT DO NOTHING;
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
