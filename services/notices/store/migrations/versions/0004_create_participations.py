"""Create the tables of who took part in what, and of how many public forms came."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

_STATEMENTS = """
CREATE TABLE participations (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_participations PRIMARY KEY,
    area varchar(12) NOT NULL,
    affair varchar NOT NULL,
    affair_id uuid NOT NULL,
    resident_id uuid
        CONSTRAINT fk_participations_resident_id REFERENCES residents (id) ON DELETE SET NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT uq_participations_affair_affair_id_resident_id UNIQUE (affair, affair_id, resident_id)
);
CREATE INDEX ix_participations_area_at ON participations (area, at);
CREATE INDEX ix_participations_resident_id ON participations (resident_id);
CREATE TABLE form_counts (
    area varchar(12) NOT NULL,
    form varchar NOT NULL,
    since timestamptz NOT NULL,
    client varchar NOT NULL,
    count integer NOT NULL DEFAULT 1,
    CONSTRAINT pk_form_counts PRIMARY KEY (area, form, since, client)
);
CREATE INDEX ix_form_counts_since ON form_counts (since);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
