"""Search what was made public of suggestions by pairs of characters."""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision = "0027"

_INDEX = """
CREATE INDEX ix_suggestions_pairs ON suggestions USING gin (pairs(area, public_title, public_text))
WHERE publication = 'public'
"""


def upgrade() -> None:
    op.execute(_INDEX)
