"""Create the tables of areas and notices."""

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
CREATE TABLE notices (
    id uuid CONSTRAINT pk_notices PRIMARY KEY,
    area varchar(12) NOT NULL,
    kind varchar NOT NULL,
    state varchar NOT NULL,
    version integer NOT NULL,
    title varchar NOT NULL,
    body varchar NOT NULL,
    title_en varchar,
    body_en varchar,
    author varchar NOT NULL,
    approver varchar,
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    display_until date,
    taken_down_at timestamptz,
    wording varchar,
    origin_event uuid CONSTRAINT uq_notices_origin_event UNIQUE,
    origin_type varchar,
    origin_subject varchar
);
CREATE INDEX ix_notices_area_state_published_at ON notices (area, state, published_at);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
