"""Create the tables of the community's mark: contests and designs."""

from __future__ import annotations

from alembic import op

revision = "0030"
down_revision = "0029"

_STATEMENTS = """
CREATE TABLE mark_contests (
    id uuid NOT NULL,
    area varchar(12) NOT NULL,
    title varchar NOT NULL,
    title_en varchar,
    body varchar NOT NULL,
    state varchar NOT NULL,
    version integer NOT NULL,
    author varchar NOT NULL,
    winner_id uuid,
    decided_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_mark_contests PRIMARY KEY (id)
);
CREATE INDEX ix_mark_contests_area_state ON mark_contests (area, state);
CREATE TABLE mark_designs (
    id uuid NOT NULL,
    contest_id uuid NOT NULL,
    area varchar(12) NOT NULL,
    title varchar NOT NULL,
    name varchar,
    state varchar NOT NULL,
    reason varchar,
    votes integer NOT NULL DEFAULT 0,
    kind varchar NOT NULL,
    sha256 varchar(64) NOT NULL,
    content bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_mark_designs PRIMARY KEY (id),
    CONSTRAINT fk_mark_designs_contest_id FOREIGN KEY (contest_id) REFERENCES mark_contests (id)
);
CREATE INDEX ix_mark_designs_area ON mark_designs (area);
CREATE INDEX ix_mark_designs_contest_id_state ON mark_designs (contest_id, state);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
