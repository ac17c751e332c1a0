"""Create the tables of disclosures: places' own matters, duties, and complaints about them."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"

_STATEMENTS = """
CREATE TABLE local_matters (
    id uuid CONSTRAINT pk_local_matters PRIMARY KEY,
    area varchar(12) NOT NULL,
    matter varchar NOT NULL,
    since date NOT NULL,
    name varchar NOT NULL,
    name_en varchar NOT NULL,
    item varchar NOT NULL,
    every varchar NOT NULL,
    days smallint NOT NULL,
    display_days smallint NOT NULL,
    basis varchar NOT NULL,
    dropped boolean NOT NULL,
    set_by varchar NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT uq_local_matters_area_matter_since UNIQUE (area, matter, since)
);
CREATE TABLE disclosure_duties (
    id uuid CONSTRAINT pk_disclosure_duties PRIMARY KEY,
    area varchar(12) NOT NULL,
    matter varchar NOT NULL,
    period varchar NOT NULL,
    about varchar,
    name varchar NOT NULL,
    name_en varchar NOT NULL,
    item varchar NOT NULL,
    article varchar NOT NULL,
    opens_on date NOT NULL,
    due_on date NOT NULL,
    display_days smallint NOT NULL,
    notice_id uuid CONSTRAINT fk_disclosure_duties_notice_id REFERENCES notices (id),
    posted_on date,
    display_until date,
    reminded_at timestamptz,
    overdue_told_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT uq_disclosure_duties_area_matter_period UNIQUE (area, matter, period)
);
CREATE INDEX ix_disclosure_duties_area_due_on ON disclosure_duties (area, due_on);
CREATE INDEX ix_disclosure_duties_owed ON disclosure_duties (due_on) WHERE posted_on IS NULL;
CREATE INDEX ix_disclosure_duties_notice_id ON disclosure_duties (notice_id);
CREATE TABLE disclosure_calendars (
    area varchar(12) CONSTRAINT pk_disclosure_calendars PRIMARY KEY,
    opened_through date NOT NULL
);
CREATE TABLE disclosure_complaints (
    id uuid CONSTRAINT pk_disclosure_complaints PRIMARY KEY,
    area varchar(12) NOT NULL,
    kind varchar NOT NULL,
    duty_id uuid CONSTRAINT fk_disclosure_complaints_duty_id REFERENCES disclosure_duties (id),
    text varchar NOT NULL,
    code_hash varchar(64) NOT NULL CONSTRAINT uq_disclosure_complaints_code_hash UNIQUE,
    state varchar NOT NULL,
    filed_on date NOT NULL,
    decide_by date NOT NULL,
    investigated_by varchar,
    decided_on date,
    decided_by varchar,
    outcome varchar,
    publish_by date,
    carried_out_on date,
    decision_told_at timestamptz,
    order_told_at timestamptz
);
CREATE INDEX ix_disclosure_complaints_area_state ON disclosure_complaints (area, state);
CREATE INDEX ix_disclosure_complaints_waiting ON disclosure_complaints (decide_by)
    WHERE state IN ('filed', 'investigating');
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
