"""Create the tables of good deeds, and of who agreed to be thanked."""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"

_STATEMENTS = """
CREATE TABLE good_deeds (
    id uuid CONSTRAINT pk_good_deeds PRIMARY KEY,
    area varchar(12) NOT NULL,
    code varchar(12) NOT NULL CONSTRAINT uq_good_deeds_code UNIQUE,
    once uuid CONSTRAINT uq_good_deeds_once UNIQUE,
    person varchar NOT NULL,
    person_id uuid CONSTRAINT fk_good_deeds_person_id REFERENCES residents (id) ON DELETE SET NULL,
    told varchar NOT NULL,
    happened_on date,
    teller_id uuid CONSTRAINT fk_good_deeds_teller_id REFERENCES residents (id) ON DELETE SET NULL,
    channel varchar,
    address varchar,
    language varchar(2) NOT NULL,
    state varchar NOT NULL,
    reason varchar,
    title varchar,
    body varchar,
    title_en varchar,
    body_en varchar,
    named boolean NOT NULL DEFAULT false,
    verified_by varchar,
    consent varchar NOT NULL,
    consent_by varchar,
    consent_at timestamptz,
    consent_recorded_by varchar,
    notice_id uuid CONSTRAINT fk_good_deeds_notice_id REFERENCES notices (id)
        CONSTRAINT uq_good_deeds_notice_id UNIQUE,
    told_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
);
CREATE INDEX ix_good_deeds_area_state ON good_deeds (area, state);
CREATE INDEX ix_good_deeds_person_id ON good_deeds (person_id);
CREATE INDEX ix_good_deeds_teller_id ON good_deeds (teller_id);
CREATE TABLE thanks_consents (
    resident_id uuid CONSTRAINT pk_thanks_consents PRIMARY KEY
        CONSTRAINT fk_thanks_consents_resident_id REFERENCES residents (id) ON DELETE CASCADE,
    area varchar(12) NOT NULL,
    given_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_thanks_consents_area ON thanks_consents (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
