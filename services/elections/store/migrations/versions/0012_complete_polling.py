"""Stations with places and hours, their staff, the account of the papers, doubtful papers, and scanned sheets."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"

_STATEMENTS = """
ALTER TABLE stations
    ADD COLUMN address varchar NOT NULL DEFAULT '',
    ADD COLUMN opens_at time,
    ADD COLUMN closes_at time,
    ADD COLUMN secret_booth boolean NOT NULL DEFAULT false,
    ADD COLUMN requests integer NOT NULL DEFAULT 0,
    ADD COLUMN list_published_on date,
    ADD COLUMN version integer NOT NULL DEFAULT 1;
CREATE TABLE staff (
    id uuid CONSTRAINT pk_staff PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_staff_election_id REFERENCES elections (id),
    station_id uuid NOT NULL CONSTRAINT fk_staff_station_id REFERENCES stations (id),
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    birth_date date NOT NULL,
    role varchar NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT uq_staff_election_id_name_birth_date UNIQUE (election_id, name, birth_date)
);
CREATE INDEX ix_staff_station_id ON staff (station_id);
CREATE INDEX ix_staff_area ON staff (area);
CREATE TABLE paper_stocks (
    election_id uuid CONSTRAINT pk_paper_stocks PRIMARY KEY
        CONSTRAINT fk_paper_stocks_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    printed integer NOT NULL,
    kept integer NOT NULL,
    version integer NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    destroyed integer,
    destroyed_on date,
    witnesses varchar[]
);
CREATE INDEX ix_paper_stocks_area ON paper_stocks (area);
CREATE TABLE paper_accounts (
    station_id uuid CONSTRAINT pk_paper_accounts PRIMARY KEY
        CONSTRAINT fk_paper_accounts_station_id REFERENCES stations (id),
    election_id uuid NOT NULL CONSTRAINT fk_paper_accounts_election_id REFERENCES elections (id),
    area varchar(12) NOT NULL,
    received integer NOT NULL,
    issued integer NOT NULL,
    left_over integer NOT NULL,
    spoiled integer NOT NULL,
    version integer NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX ix_paper_accounts_election_id ON paper_accounts (election_id);
CREATE INDEX ix_paper_accounts_area ON paper_accounts (area);
CREATE TABLE doubtful_papers (
    id uuid CONSTRAINT pk_doubtful_papers PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_doubtful_papers_election_id REFERENCES elections (id),
    station_id uuid NOT NULL CONSTRAINT fk_doubtful_papers_station_id REFERENCES stations (id),
    area varchar(12) NOT NULL,
    sheet integer NOT NULL,
    papers integer NOT NULL,
    ground varchar NOT NULL,
    decision varchar NOT NULL,
    decided_by varchar[] NOT NULL,
    note varchar NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX ix_doubtful_papers_election_id ON doubtful_papers (election_id);
CREATE INDEX ix_doubtful_papers_area ON doubtful_papers (area);
CREATE TABLE sheet_images (
    id uuid CONSTRAINT pk_sheet_images PRIMARY KEY,
    election_id uuid NOT NULL CONSTRAINT fk_sheet_images_election_id REFERENCES elections (id),
    station_id uuid NOT NULL CONSTRAINT fk_sheet_images_station_id REFERENCES stations (id),
    area varchar(12) NOT NULL,
    sheet integer NOT NULL,
    kind varchar NOT NULL,
    sha256 varchar(64) NOT NULL,
    content bytea NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX ix_sheet_images_election_id ON sheet_images (election_id);
CREATE INDEX ix_sheet_images_station_id_sheet ON sheet_images (station_id, sheet);
CREATE INDEX ix_sheet_images_area ON sheet_images (area);
CREATE FUNCTION refuse_polling_record_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% are append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER sheet_images_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sheet_images
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_polling_record_change();
CREATE TRIGGER doubtful_papers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON doubtful_papers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_polling_record_change();
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
