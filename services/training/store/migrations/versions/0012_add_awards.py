"""Cycles of awards, nominations and objections."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"

_STATEMENTS = """
CREATE TABLE award_cycles (
    id uuid CONSTRAINT pk_award_cycles PRIMARY KEY,
    area varchar(12) NOT NULL,
    title varchar NOT NULL,
    level varchar NOT NULL,
    year integer NOT NULL,
    cadres integer NOT NULL,
    organisations integer NOT NULL,
    nominate_until date NOT NULL,
    objection_days integer NOT NULL,
    needs_lower boolean NOT NULL,
    criteria jsonb NOT NULL,
    opened_by varchar NOT NULL
);
CREATE INDEX ix_award_cycles_area ON award_cycles (area);
CREATE TABLE award_nominations (
    id uuid CONSTRAINT pk_award_nominations PRIMARY KEY,
    cycle_id uuid NOT NULL CONSTRAINT fk_award_nominations_cycle_id REFERENCES award_cycles (id),
    area varchar(12) NOT NULL,
    cadre_id uuid CONSTRAINT fk_award_nominations_cadre_id REFERENCES cadres (id),
    name varchar NOT NULL,
    deeds varchar NOT NULL,
    state varchar NOT NULL,
    nominated_by varchar NOT NULL,
    nominated_on date NOT NULL,
    scores jsonb,
    total integer,
    check_note varchar,
    checked_by varchar,
    publicised_on date,
    objections_until date,
    decided_on date,
    decided_by varchar,
    decision_note varchar
);
CREATE INDEX ix_award_nominations_area ON award_nominations (area);
CREATE INDEX ix_award_nominations_cadre_id ON award_nominations (cadre_id);
CREATE INDEX ix_award_nominations_cycle_id ON award_nominations (cycle_id);
CREATE UNIQUE INDEX uq_award_nominations_cadre ON award_nominations (cycle_id, cadre_id) WHERE cadre_id IS NOT NULL;
CREATE UNIQUE INDEX uq_award_nominations_organisation ON award_nominations (cycle_id, area) WHERE cadre_id IS NULL;
CREATE TABLE award_objections (
    id uuid CONSTRAINT pk_award_objections PRIMARY KEY,
    nomination_id uuid NOT NULL CONSTRAINT fk_award_objections_nomination_id REFERENCES award_nominations (id),
    area varchar(12) NOT NULL,
    text varchar NOT NULL,
    received_on date NOT NULL,
    recorded_by varchar NOT NULL,
    upheld boolean,
    reasons varchar,
    decided_on date,
    decided_by varchar
);
CREATE INDEX ix_award_objections_area ON award_objections (area);
CREATE INDEX ix_award_objections_nomination_id ON award_objections (nomination_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
