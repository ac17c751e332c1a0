"""Who asked for a mobile box; versions of candidates' statements and of the records of their meetings."""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"

_STATEMENTS = """
CREATE TABLE box_requests (
    id uuid CONSTRAINT pk_box_requests PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_box_requests_election_id REFERENCES elections (id),
    station_id uuid NOT NULL CONSTRAINT fk_box_requests_station_id REFERENCES stations (id) ON DELETE CASCADE,
    area varchar(12) NOT NULL,
    elector_id uuid NOT NULL,
    reason varchar NOT NULL,
    received_on date NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT uq_box_requests_election_id_elector_id UNIQUE (election_id, elector_id)
);
CREATE INDEX ix_box_requests_station_id ON box_requests (station_id);
CREATE INDEX ix_box_requests_area ON box_requests (area);
ALTER TABLE candidates ADD COLUMN statement_version integer NOT NULL DEFAULT 0;
UPDATE candidates SET statement_version = 1 WHERE statement <> '';
ALTER TABLE candidate_meetings ADD COLUMN version integer NOT NULL DEFAULT 1;
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
