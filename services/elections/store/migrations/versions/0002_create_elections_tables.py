"""Create the tables of areas, elections, rolls, candidates, stations, entries and results."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

_STATEMENTS = """
CREATE TABLE areas (
    code varchar(12) CONSTRAINT pk_areas PRIMARY KEY,
    name varchar NOT NULL,
    level varchar NOT NULL
);
CREATE TABLE elections (
    id uuid CONSTRAINT pk_elections PRIMARY KEY,
    area varchar(12) NOT NULL CONSTRAINT fk_elections_area REFERENCES areas (code),
    title varchar NOT NULL,
    mode varchar NOT NULL,
    polling_day date NOT NULL,
    rule_set varchar NOT NULL,
    state varchar NOT NULL,
    version integer NOT NULL,
    electors integer NOT NULL DEFAULT 0,
    roll_hash varchar(64),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_elections_area ON elections (area);
CREATE TABLE steps_taken (
    election_id uuid NOT NULL CONSTRAINT fk_steps_taken_election_id REFERENCES elections (id),
    step varchar NOT NULL,
    area varchar(12) NOT NULL,
    "on" date NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_steps_taken PRIMARY KEY (election_id, step)
);
CREATE INDEX ix_steps_taken_area ON steps_taken (area);
CREATE TABLE contests (
    election_id uuid NOT NULL CONSTRAINT fk_contests_election_id REFERENCES elections (id),
    post varchar NOT NULL,
    area varchar(12) NOT NULL,
    seats integer NOT NULL,
    CONSTRAINT pk_contests PRIMARY KEY (election_id, post)
);
CREATE INDEX ix_contests_area ON contests (area);
CREATE TABLE candidates (
    id uuid CONSTRAINT pk_candidates PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_candidates_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    post varchar NOT NULL,
    name varchar NOT NULL,
    sex varchar NOT NULL,
    birth_date date NOT NULL,
    education varchar NOT NULL,
    nominated_by varchar NOT NULL,
    joint_electors integer NOT NULL,
    CONSTRAINT uq_candidates_election_id_post_name_birth_date UNIQUE (election_id, post, name, birth_date)
);
CREATE INDEX ix_candidates_area ON candidates (area);
CREATE TABLE electors (
    id uuid CONSTRAINT pk_electors PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_electors_election_id REFERENCES elections (id),
    roll uuid NOT NULL,
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    sex varchar NOT NULL,
    birth_date date NOT NULL,
    address varchar NOT NULL,
    "group" varchar NOT NULL,
    registration varchar NOT NULL
);
CREATE INDEX ix_electors_election_id_id ON electors (election_id, id);
CREATE INDEX ix_electors_area ON electors (area);
CREATE TABLE stations (
    id uuid CONSTRAINT pk_stations PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_stations_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    kind varchar NOT NULL,
    CONSTRAINT uq_stations_election_id_name UNIQUE (election_id, name)
);
CREATE INDEX ix_stations_area ON stations (area);
CREATE TABLE entries (
    id uuid CONSTRAINT pk_entries PRIMARY KEY,
    station_id uuid NOT NULL CONSTRAINT fk_entries_station_id REFERENCES stations (id),
    area varchar(12) NOT NULL,
    clerk varchar NOT NULL,
    figures jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_entries_station_id ON entries (station_id);
CREATE INDEX ix_entries_area ON entries (area);
CREATE FUNCTION refuse_entry_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries are append-only';
END $$;
CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_entry_change();
CREATE TABLE station_counts (
    station_id uuid CONSTRAINT pk_station_counts PRIMARY KEY
        CONSTRAINT fk_station_counts_station_id REFERENCES stations (id),
    election_id uuid NOT NULL CONSTRAINT fk_station_counts_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    totals jsonb NOT NULL
);
CREATE INDEX ix_station_counts_area ON station_counts (area);
CREATE INDEX ix_station_counts_election_id ON station_counts (election_id);
CREATE TABLE results (
    election_id uuid CONSTRAINT pk_results PRIMARY KEY CONSTRAINT fk_results_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    verdict jsonb NOT NULL,
    counted_at timestamptz NOT NULL
);
CREATE INDEX ix_results_area ON results (area);
CREATE TABLE publications (
    notice_id uuid CONSTRAINT pk_publications PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_publications_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    title varchar NOT NULL,
    event_type varchar NOT NULL,
    published_at timestamptz NOT NULL
);
CREATE INDEX ix_publications_area ON publications (area);
CREATE INDEX ix_publications_election_id ON publications (election_id);
CREATE TABLE roll_files (
    id uuid CONSTRAINT pk_roll_files PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_roll_files_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    sha256 varchar(64) NOT NULL,
    content bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_roll_files_area ON roll_files (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
