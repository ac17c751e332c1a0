"""Create the table of issues of the communities' own papers."""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"

_STATEMENTS = """
CREATE TABLE periodical_issues (
    id uuid CONSTRAINT pk_periodical_issues PRIMARY KEY,
    area varchar(12) NOT NULL,
    month date NOT NULL,
    number integer,
    state varchar NOT NULL,
    version integer NOT NULL,
    front varchar,
    items uuid[] NOT NULL,
    articles jsonb,
    editor varchar NOT NULL,
    approver varchar,
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz
);
CREATE UNIQUE INDEX uq_periodical_issues_area_number ON periodical_issues (area, number);
CREATE UNIQUE INDEX uq_periodical_issues_area_month ON periodical_issues (area, month) WHERE state <> 'withdrawn';
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
