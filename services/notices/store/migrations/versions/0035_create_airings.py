"""Create the table of what was told aloud, over loudspeakers, on TV and in class."""

from __future__ import annotations

from alembic import op

revision = "0035"
down_revision = "0034"

_STATEMENTS = """
CREATE TABLE airings (
    id uuid NOT NULL,
    notice_id uuid NOT NULL,
    area varchar(12) NOT NULL,
    way varchar(16) NOT NULL,
    place varchar NOT NULL,
    at timestamptz NOT NULL,
    listeners integer,
    recorded_by varchar NOT NULL,
    CONSTRAINT pk_airings PRIMARY KEY (id),
    CONSTRAINT fk_airings_notice_id FOREIGN KEY (notice_id) REFERENCES notices (id)
);
CREATE INDEX ix_airings_area ON airings (area);
CREATE INDEX ix_airings_notice_id ON airings (notice_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
