"""Adjustments after appraisals, exceptional promotions; what an appraisal says of adjusting."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"

_STATEMENTS = """
ALTER TABLE appraisal_grades ADD COLUMN adjust boolean;
CREATE TABLE adjustments (
    id uuid CONSTRAINT pk_adjustments PRIMARY KEY,
    area varchar(12) NOT NULL,
    cadre_id uuid NOT NULL CONSTRAINT fk_adjustments_cadre_id REFERENCES cadres (id),
    year integer NOT NULL,
    ground varchar NOT NULL,
    outcome varchar NOT NULL,
    reasons varchar NOT NULL,
    decided_by varchar NOT NULL,
    decided_on date NOT NULL,
    CONSTRAINT uq_adjustments_cadre_id_year UNIQUE (cadre_id, year)
);
CREATE INDEX ix_adjustments_area ON adjustments (area);
CREATE TABLE promotions (
    id uuid CONSTRAINT pk_promotions PRIMARY KEY,
    area varchar(12) NOT NULL,
    cadre_id uuid NOT NULL CONSTRAINT fk_promotions_cadre_id REFERENCES cadres (id),
    to_post varchar NOT NULL,
    justification varchar NOT NULL,
    merits jsonb NOT NULL,
    state varchar NOT NULL,
    proposed_by varchar NOT NULL,
    proposed_on date NOT NULL,
    decided_by varchar,
    decided_on date,
    reasons varchar
);
CREATE INDEX ix_promotions_area ON promotions (area);
CREATE INDEX ix_promotions_cadre_id ON promotions (cadre_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
