"""Keep which election decided which post, so that results may come late or again; tell when a calendar changed."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

# What is known of earlier elections is what their terms tell.
_STATEMENTS = """
CREATE TABLE decided_posts (
    election_id uuid NOT NULL,
    post varchar NOT NULL,
    area varchar(12) NOT NULL,
    starts_on date NOT NULL,
    CONSTRAINT pk_decided_posts PRIMARY KEY (election_id, post)
);
CREATE INDEX ix_decided_posts_area ON decided_posts (area);
INSERT INTO decided_posts (election_id, post, area, starts_on)
    SELECT DISTINCT election_id, post, area, starts_on FROM terms;
ALTER TABLE cadres ADD COLUMN calendar_changed_at timestamptz NOT NULL DEFAULT now();
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
