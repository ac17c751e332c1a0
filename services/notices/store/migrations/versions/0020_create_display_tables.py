"""Create the tables of physical boards, hangings and their photos."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"

_STATEMENTS = """
CREATE TABLE display_photos (
    id uuid CONSTRAINT pk_display_photos PRIMARY KEY,
    area varchar(12) NOT NULL,
    kind varchar NOT NULL,
    sha256 varchar(64) NOT NULL,
    content bytea NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX ix_display_photos_area ON display_photos (area);
CREATE TABLE display_boards (
    id uuid CONSTRAINT pk_display_boards PRIMARY KEY,
    area varchar(12) NOT NULL,
    place varchar NOT NULL,
    visibility varchar NOT NULL,
    note varchar,
    photo_id uuid CONSTRAINT fk_display_boards_photo_id REFERENCES display_photos (id),
    retired_on date,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_display_boards_area ON display_boards (area);
CREATE TABLE hangings (
    id uuid CONSTRAINT pk_hangings PRIMARY KEY,
    area varchar(12) NOT NULL,
    board_id uuid NOT NULL CONSTRAINT fk_hangings_board_id REFERENCES display_boards (id),
    notice_id uuid NOT NULL CONSTRAINT fk_hangings_notice_id REFERENCES notices (id),
    hung_on date NOT NULL,
    removed_on date
);
CREATE INDEX ix_hangings_area_notice_id ON hangings (area, notice_id);
CREATE INDEX ix_hangings_notice_id ON hangings (notice_id);
CREATE UNIQUE INDEX uq_hangings_now ON hangings (board_id, notice_id) WHERE removed_on IS NULL;
CREATE TABLE hanging_entries (
    id uuid CONSTRAINT pk_hanging_entries PRIMARY KEY,
    hanging_id uuid NOT NULL CONSTRAINT fk_hanging_entries_hanging_id REFERENCES hangings (id),
    number smallint NOT NULL,
    act varchar NOT NULL,
    photo_id uuid NOT NULL CONSTRAINT fk_hanging_entries_photo_id REFERENCES display_photos (id),
    sha256 varchar(64) NOT NULL,
    taken_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    by varchar NOT NULL,
    previous varchar(64) NOT NULL,
    hash varchar(64) NOT NULL,
    CONSTRAINT uq_hanging_entries_hanging_id_number UNIQUE (hanging_id, number)
);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
