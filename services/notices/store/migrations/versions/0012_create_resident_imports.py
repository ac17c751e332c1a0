"""Create the tables of registers on their way in."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"

_STATEMENTS = """
ALTER TABLE residents ADD COLUMN chose_at timestamptz;
CREATE TABLE resident_imports (
    id uuid CONSTRAINT pk_resident_imports PRIMARY KEY,
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    sha256 varchar(64) NOT NULL,
    complete boolean NOT NULL,
    apply_at_once boolean NOT NULL,
    state varchar NOT NULL,
    columns varchar[],
    changes jsonb,
    uploaded_by varchar NOT NULL,
    confirmed_by varchar,
    confirm_job uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz
);
CREATE INDEX ix_resident_imports_area_created_at ON resident_imports (area, created_at);
CREATE TABLE resident_file_parts (
    import_id uuid NOT NULL CONSTRAINT fk_resident_file_parts_import_id
        REFERENCES resident_imports (id) ON DELETE CASCADE,
    part smallint NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT pk_resident_file_parts PRIMARY KEY (import_id, part)
);
CREATE UNLOGGED TABLE resident_rows (
    import_id uuid NOT NULL,
    line integer NOT NULL,
    id uuid NOT NULL,
    area varchar(12) NOT NULL,
    number varchar NOT NULL,
    name varchar NOT NULL,
    birth_date date,
    kinds varchar[],
    interests varchar[],
    "group" varchar,
    building varchar,
    door varchar,
    employer varchar,
    best_time varchar(8),
    language varchar(2),
    moved_away_on date,
    email varchar,
    email_consent boolean,
    sms varchar,
    sms_consent boolean,
    messaging varchar,
    messaging_consent boolean,
    webhook varchar,
    webhook_consent boolean
);
CREATE INDEX ix_resident_rows_area ON resident_rows (area, import_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
