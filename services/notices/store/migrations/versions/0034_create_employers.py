"""Create the tables of employers in the community, and of the notices that their liaisons were told of."""

from __future__ import annotations

from alembic import op

revision = "0034"
down_revision = "0033"

_STATEMENTS = """
CREATE TABLE employers (
    id uuid NOT NULL,
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    liaison varchar NOT NULL,
    channel varchar NOT NULL,
    address varchar NOT NULL,
    consent_at timestamptz,
    CONSTRAINT pk_employers PRIMARY KEY (id),
    CONSTRAINT uq_employers_area_name UNIQUE (area, name)
);
CREATE TABLE liaison_messages (
    id uuid NOT NULL,
    area varchar(12) NOT NULL,
    employer_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    residents integer,
    sent_by varchar NOT NULL,
    sent_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_liaison_messages PRIMARY KEY (id),
    CONSTRAINT uq_liaison_messages_employer_id_notice_id UNIQUE (employer_id, notice_id),
    CONSTRAINT fk_liaison_messages_employer_id FOREIGN KEY (employer_id) REFERENCES employers (id) ON DELETE CASCADE,
    CONSTRAINT fk_liaison_messages_notice_id FOREIGN KEY (notice_id) REFERENCES notices (id)
);
CREATE INDEX ix_liaison_messages_area ON liaison_messages (area);
CREATE INDEX ix_liaison_messages_notice_id ON liaison_messages (notice_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
