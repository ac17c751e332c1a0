"""Near relatives among those who have to do with an election."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

_STATEMENTS = """
CREATE TABLE near_relatives (
    id uuid CONSTRAINT pk_near_relatives PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_near_relatives_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    one varchar NOT NULL,
    other varchar NOT NULL,
    relation varchar NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT uq_near_relatives_election_id_one_other UNIQUE (election_id, one, other)
);
CREATE INDEX ix_near_relatives_area ON near_relatives (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
