"""Election committees and their members."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"

_STATEMENTS = """
CREATE TABLE election_committees (
    election_id uuid NOT NULL CONSTRAINT fk_election_committees_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    chosen_by varchar NOT NULL,
    chosen_on date NOT NULL,
    document varchar NOT NULL,
    version integer NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_election_committees PRIMARY KEY (election_id)
);
CREATE INDEX ix_election_committees_area ON election_committees (area);
CREATE TABLE committee_members (
    id uuid CONSTRAINT pk_committee_members PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_committee_members_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    place integer NOT NULL,
    name varchar NOT NULL,
    birth_date date NOT NULL,
    role varchar NOT NULL,
    state varchar NOT NULL,
    left_on date,
    reason varchar,
    note varchar NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT uq_committee_members_election_id_place UNIQUE (election_id, place)
);
CREATE INDEX ix_committee_members_area ON committee_members (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
