"""Create the table of what all workers know of each provider."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

_STATEMENTS = """
CREATE TABLE provider_conditions (
    name varchar CONSTRAINT pk_provider_conditions PRIMARY KEY,
    at timestamptz NOT NULL,
    tokens double precision NOT NULL,
    failures smallint NOT NULL DEFAULT 0,
    open_until timestamptz,
    probing_until timestamptz,
    reason varchar,
    changed_at timestamptz NOT NULL DEFAULT now()
);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
