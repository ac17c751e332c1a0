"""Call-outs: logs of called papers, their recorders and their signatures."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

_STATEMENTS = """
CREATE TABLE callouts (
    id uuid CONSTRAINT pk_callouts PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_callouts_election_id REFERENCES elections (id),
    station_id uuid NOT NULL CONSTRAINT fk_callouts_station_id REFERENCES stations (id),
    area varchar(12) NOT NULL,
    sheet integer NOT NULL,
    issued integer NOT NULL,
    state varchar NOT NULL,
    recorder varchar NOT NULL,
    opened_by varchar NOT NULL,
    opened_on date NOT NULL,
    records integer NOT NULL,
    head varchar NOT NULL,
    totals jsonb NOT NULL,
    version integer NOT NULL,
    reason varchar
);
CREATE UNIQUE INDEX uq_callouts_station_id_sheet ON callouts (station_id, sheet) WHERE state <> 'abandoned';
CREATE INDEX ix_callouts_election_id ON callouts (election_id);
CREATE INDEX ix_callouts_area ON callouts (area);
CREATE TABLE called_papers (
    callout_id uuid NOT NULL CONSTRAINT fk_called_papers_callout_id REFERENCES callouts (id),
    number integer NOT NULL,
    area varchar(12) NOT NULL,
    paper_id uuid NOT NULL,
    replaces uuid,
    contests jsonb NOT NULL,
    previous varchar NOT NULL,
    hash varchar NOT NULL,
    recorder varchar NOT NULL,
    CONSTRAINT pk_called_papers PRIMARY KEY (callout_id, number),
    CONSTRAINT uq_called_papers_callout_id_paper_id UNIQUE (callout_id, paper_id)
);
CREATE INDEX ix_called_papers_area ON called_papers (area);
CREATE TABLE callout_takeovers (
    callout_id uuid NOT NULL CONSTRAINT fk_callout_takeovers_callout_id REFERENCES callouts (id),
    number integer NOT NULL,
    area varchar(12) NOT NULL,
    records integer NOT NULL,
    taken_from varchar NOT NULL,
    taken_by varchar NOT NULL,
    reason varchar NOT NULL,
    "on" date NOT NULL,
    CONSTRAINT pk_callout_takeovers PRIMARY KEY (callout_id, number)
);
CREATE INDEX ix_callout_takeovers_area ON callout_takeovers (area);
CREATE TABLE callout_signatures (
    callout_id uuid NOT NULL CONSTRAINT fk_callout_signatures_callout_id REFERENCES callouts (id),
    head varchar NOT NULL,
    role varchar NOT NULL,
    area varchar(12) NOT NULL,
    subject varchar NOT NULL,
    "on" date NOT NULL,
    CONSTRAINT pk_callout_signatures PRIMARY KEY (callout_id, head, role),
    CONSTRAINT uq_callout_signatures_callout_id_head_subject UNIQUE (callout_id, head, subject)
);
CREATE INDEX ix_callout_signatures_area ON callout_signatures (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
