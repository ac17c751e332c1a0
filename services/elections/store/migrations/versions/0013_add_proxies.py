"""Proxies and the publications of their lists."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"

_STATEMENTS = """
CREATE TABLE proxies (
    id uuid CONSTRAINT pk_proxies PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_proxies_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    elector_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    reason varchar NOT NULL,
    document varchar NOT NULL,
    received_on date NOT NULL,
    recorded_by varchar NOT NULL,
    recorded_at timestamptz NOT NULL,
    ended_on date,
    ended_because varchar,
    ended_by varchar,
    published_in integer,
    dropped_in integer
);
CREATE UNIQUE INDEX uq_proxies_standing ON proxies (election_id, elector_id) WHERE ended_on IS NULL;
CREATE INDEX ix_proxies_election_id_agent_id ON proxies (election_id, agent_id);
CREATE INDEX ix_proxies_area ON proxies (area);
CREATE TABLE proxy_publications (
    election_id uuid NOT NULL CONSTRAINT fk_proxy_publications_election_id REFERENCES elections (id),
    number integer NOT NULL,
    area varchar(12) NOT NULL,
    proxies integer NOT NULL,
    "on" date NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_proxy_publications PRIMARY KEY (election_id, number)
);
CREATE INDEX ix_proxy_publications_area ON proxy_publications (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
