"""Create the tables of areas, cadres, terms, sessions, enrolments and waiting cadres."""

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
CREATE TABLE cadres (
    id uuid CONSTRAINT pk_cadres PRIMARY KEY,
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    sex varchar NOT NULL,
    birth_date date NOT NULL,
    calendar_key varchar NOT NULL CONSTRAINT uq_cadres_calendar_key UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT uq_cadres_area_name_birth_date UNIQUE (area, name, birth_date)
);
CREATE TABLE terms (
    id uuid CONSTRAINT pk_terms PRIMARY KEY,
    cadre_id uuid NOT NULL CONSTRAINT fk_terms_cadre_id REFERENCES cadres (id),
    area varchar(12) NOT NULL,
    post varchar NOT NULL,
    election_id uuid NOT NULL,
    renewed boolean NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    ended_on date,
    end_reason varchar,
    CONSTRAINT uq_terms_election_id_cadre_id_post UNIQUE (election_id, cadre_id, post)
);
CREATE INDEX ix_terms_cadre_id ON terms (cadre_id);
CREATE INDEX ix_terms_area ON terms (area);
CREATE TABLE sessions (
    id uuid CONSTRAINT pk_sessions PRIMARY KEY,
    area varchar(12) NOT NULL,
    title varchar NOT NULL,
    kind varchar NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    venue varchar NOT NULL,
    capacity integer NOT NULL,
    teacher varchar NOT NULL,
    state varchar NOT NULL,
    cancel_reason varchar,
    version integer NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX ix_sessions_area_starts_at ON sessions (area, starts_at);
CREATE TABLE enrolments (
    session_id uuid NOT NULL CONSTRAINT fk_enrolments_session_id REFERENCES sessions (id),
    cadre_id uuid NOT NULL CONSTRAINT fk_enrolments_cadre_id REFERENCES cadres (id),
    election_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_enrolments PRIMARY KEY (session_id, cadre_id)
);
CREATE INDEX ix_enrolments_cadre_id ON enrolments (cadre_id);
CREATE TABLE waiting_cadres (
    cadre_id uuid CONSTRAINT pk_waiting_cadres PRIMARY KEY
        CONSTRAINT fk_waiting_cadres_cadre_id REFERENCES cadres (id),
    election_id uuid NOT NULL,
    area varchar(12) NOT NULL,
    post varchar NOT NULL,
    since timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_waiting_cadres_area ON waiting_cadres (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
