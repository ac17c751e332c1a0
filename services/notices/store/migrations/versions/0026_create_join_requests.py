"""Create the table of residents who ask to be told."""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"

_STATEMENTS = """
CREATE TABLE join_requests (
    id uuid CONSTRAINT pk_join_requests PRIMARY KEY,
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    building varchar NOT NULL,
    door varchar,
    channel varchar NOT NULL,
    address varchar NOT NULL,
    state varchar NOT NULL,
    resident_id uuid CONSTRAINT fk_join_requests_resident_id REFERENCES residents (id) ON DELETE SET NULL,
    decided_by varchar,
    created_at timestamptz NOT NULL DEFAULT now(),
    decided_at timestamptz
);
CREATE INDEX ix_join_requests_area_state ON join_requests (area, state);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
