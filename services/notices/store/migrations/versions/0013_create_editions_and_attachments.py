"""Create the tables of editions and attachments; what hangs or has hung gets its first edition."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"

_STATEMENTS = """
CREATE TABLE editions (
    id uuid CONSTRAINT pk_editions PRIMARY KEY,
    notice_id uuid NOT NULL CONSTRAINT fk_editions_notice_id REFERENCES notices (id),
    area varchar(12) NOT NULL,
    number smallint,
    state varchar NOT NULL,
    reason varchar,
    title varchar NOT NULL,
    body varchar NOT NULL,
    title_en varchar,
    body_en varchar,
    sha256 varchar(64),
    author varchar NOT NULL,
    approver varchar,
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    CONSTRAINT uq_editions_notice_id_number UNIQUE (notice_id, number)
);
CREATE INDEX ix_editions_area_state ON editions (area, state);
CREATE UNIQUE INDEX ix_editions_proposed ON editions (notice_id) WHERE state = 'proposed';
CREATE TABLE attachments (
    id uuid CONSTRAINT pk_attachments PRIMARY KEY,
    notice_id uuid NOT NULL CONSTRAINT fk_attachments_notice_id REFERENCES notices (id),
    area varchar(12) NOT NULL,
    edition smallint NOT NULL,
    name varchar NOT NULL,
    kind varchar NOT NULL,
    size integer NOT NULL,
    sha256 varchar(64) NOT NULL,
    content bytea NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT uq_attachments_notice_id_sha256 UNIQUE (notice_id, sha256)
);
CREATE INDEX ix_attachments_area_id ON attachments (area, id);
CREATE FUNCTION pg_temp.part(words varchar) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN words IS NULL THEN '-' ELSE octet_length(convert_to(words, 'UTF8')) || ':' || words || ',' END
$$;
INSERT INTO editions (id, notice_id, area, number, state, title, body, title_en, body_en, sha256, author, approver,
                      created_at, published_at)
SELECT gen_random_uuid(), id, area, 1, 'published', title, body, title_en, body_en,
       encode(sha256(convert_to(pg_temp.part(title) || pg_temp.part(body) || pg_temp.part(title_en)
                                || pg_temp.part(body_en), 'UTF8')), 'hex'),
       author, approver, created_at, published_at
FROM notices WHERE published_at IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
