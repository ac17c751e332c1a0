"""The register of who has received a paper."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"

_STATEMENTS = """
ALTER TABLE elections ADD COLUMN paper_register boolean NOT NULL DEFAULT false;
CREATE TABLE papers_given (
    id uuid CONSTRAINT pk_papers_given PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_papers_given_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    station_id uuid NOT NULL CONSTRAINT fk_papers_given_station_id REFERENCES stations (id),
    elector_id uuid NOT NULL,
    agent_id uuid,
    "on" date NOT NULL,
    CONSTRAINT uq_papers_given_election_id_elector_id UNIQUE (election_id, elector_id)
);
CREATE INDEX ix_papers_given_station_id ON papers_given (station_id);
CREATE INDEX ix_papers_given_area ON papers_given (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
