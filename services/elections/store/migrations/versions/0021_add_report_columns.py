"""What the statutory report and the participation figures ask for, all optional: residents of voting age, papers that a
writer wrote, candidates' ethnicity and whether they had served before."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"

_STATEMENTS = """
ALTER TABLE elections ADD COLUMN residents integer;
ALTER TABLE paper_accounts ADD COLUMN written_for integer;
ALTER TABLE candidates ADD COLUMN ethnicity varchar NOT NULL DEFAULT '';
ALTER TABLE candidates ADD COLUMN served_before boolean;
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
