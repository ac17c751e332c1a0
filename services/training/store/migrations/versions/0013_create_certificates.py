"""Create certificates."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"

_STATEMENTS = """
CREATE TABLE certificates (
    id uuid CONSTRAINT pk_certificates PRIMARY KEY,
    code varchar NOT NULL CONSTRAINT uq_certificates_code UNIQUE,
    area varchar(12) NOT NULL,
    cadre_id uuid NOT NULL CONSTRAINT fk_certificates_cadre_id REFERENCES cadres (id),
    course_id uuid NOT NULL CONSTRAINT fk_certificates_course_id REFERENCES courses (id),
    session_id uuid NOT NULL CONSTRAINT fk_certificates_session_id REFERENCES sessions (id),
    name varchar NOT NULL,
    title_zh varchar NOT NULL,
    title_en varchar NOT NULL,
    hours integer NOT NULL,
    office varchar NOT NULL,
    held_on date NOT NULL,
    issued_on date NOT NULL,
    issued_by varchar NOT NULL,
    expires_on date,
    reminded_on date,
    revoked_on date,
    revoked_by varchar,
    revoke_reason varchar
);
CREATE INDEX ix_certificates_area ON certificates (area);
CREATE INDEX ix_certificates_cadre_id ON certificates (cadre_id);
CREATE UNIQUE INDEX uq_certificates_session_id_cadre_id ON certificates (session_id, cadre_id)
    WHERE revoked_on IS NULL;
CREATE INDEX ix_certificates_expires_on ON certificates (expires_on) WHERE reminded_on IS NULL;
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
