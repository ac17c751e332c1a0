"""Create the tables of the plan of themes, and of the notices that belong to each."""

from __future__ import annotations

from alembic import op

revision = "0037"
down_revision = "0036"

_STATEMENTS = """
CREATE TABLE themes (
    id uuid NOT NULL,
    area varchar(12) NOT NULL,
    month date NOT NULL,
    subject varchar(24) NOT NULL,
    title varchar NOT NULL,
    responsible varchar NOT NULL,
    wanted smallint NOT NULL,
    planned_by varchar NOT NULL,
    CONSTRAINT pk_themes PRIMARY KEY (id)
);
CREATE INDEX ix_themes_area ON themes (area);
CREATE TABLE theme_notices (
    theme_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    CONSTRAINT pk_theme_notices PRIMARY KEY (theme_id, notice_id),
    CONSTRAINT fk_theme_notices_theme_id FOREIGN KEY (theme_id) REFERENCES themes (id) ON DELETE CASCADE,
    CONSTRAINT fk_theme_notices_notice_id FOREIGN KEY (notice_id) REFERENCES notices (id)
);
CREATE INDEX ix_theme_notices_notice_id ON theme_notices (notice_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
