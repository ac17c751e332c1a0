"""Tell elections of whole committees from those that fill seats; keep posts that ended early, and appraisals."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

_STATEMENTS = """
ALTER TABLE decided_posts ADD COLUMN whole boolean NOT NULL DEFAULT true;
CREATE TABLE ended_posts (
    election_id uuid NOT NULL,
    post varchar NOT NULL,
    name varchar NOT NULL,
    birth_date date NOT NULL,
    area varchar(12) NOT NULL,
    ended_on date NOT NULL,
    reason varchar NOT NULL,
    CONSTRAINT pk_ended_posts PRIMARY KEY (election_id, post, name, birth_date)
);
CREATE INDEX ix_ended_posts_area ON ended_posts (area);
CREATE TABLE appraisal_grades (
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    birth_date date NOT NULL,
    year integer NOT NULL,
    grade varchar NOT NULL,
    CONSTRAINT pk_appraisal_grades PRIMARY KEY (area, name, birth_date, year)
);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
