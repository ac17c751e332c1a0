"""Selections in stages, and every time that a stage was held."""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"

_STATEMENTS = """
CREATE TABLE selections (
    id uuid CONSTRAINT pk_selections PRIMARY KEY,
    area varchar(12) NOT NULL,
    title varchar NOT NULL,
    scheme varchar NOT NULL,
    purpose varchar NOT NULL,
    opened_by varchar NOT NULL,
    opened_at timestamptz NOT NULL
);
CREATE INDEX ix_selections_area ON selections (area);
CREATE TABLE held_stages (
    id uuid CONSTRAINT pk_held_stages PRIMARY KEY,
    selection_id uuid NOT NULL CONSTRAINT fk_held_stages_selection_id REFERENCES selections (id),
    area varchar(12) NOT NULL,
    stage varchar NOT NULL,
    held_on date NOT NULL,
    place varchar NOT NULL,
    roster integer NOT NULL,
    present integer NOT NULL,
    quorum jsonb NOT NULL,
    counts boolean NOT NULL,
    names jsonb NOT NULL,
    document varchar NOT NULL,
    document_hash varchar(64),
    recorded_by varchar NOT NULL
);
CREATE INDEX ix_held_stages_selection_id ON held_stages (selection_id);
CREATE INDEX ix_held_stages_area ON held_stages (area);
CREATE UNIQUE INDEX uq_held_stages_counting ON held_stages (selection_id, stage) WHERE counts;
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
