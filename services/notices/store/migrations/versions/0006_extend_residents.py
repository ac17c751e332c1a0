"""Residents have versions and can be erased, contacts whose word they are; confirmations and employers are new."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

_STATEMENTS = """
ALTER TABLE residents
    ADD COLUMN employer varchar,
    ADD COLUMN best_time varchar(8) NOT NULL DEFAULT 'any',
    ADD COLUMN erased_at timestamptz,
    ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE contacts ADD COLUMN kept_by varchar(8) NOT NULL DEFAULT 'office';
CREATE TABLE contact_confirmations (
    resident_id uuid NOT NULL
        CONSTRAINT fk_contact_confirmations_resident_id REFERENCES residents (id) ON DELETE CASCADE,
    channel varchar NOT NULL,
    address varchar NOT NULL,
    code_hash varchar(64),
    token_hash varchar(64) CONSTRAINT uq_contact_confirmations_token_hash UNIQUE,
    attempts smallint NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_contact_confirmations PRIMARY KEY (resident_id, channel)
);
CREATE TABLE employers (
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    liaison varchar NOT NULL,
    phone varchar,
    email varchar,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_employers PRIMARY KEY (area, name)
);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
