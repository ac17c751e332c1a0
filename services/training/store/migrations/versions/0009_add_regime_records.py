"""Records of the regimes."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"

_STATEMENTS = """
CREATE TABLE regime_records (
    id uuid CONSTRAINT pk_regime_records PRIMARY KEY,
    regime varchar NOT NULL,
    area varchar(12) NOT NULL,
    cadre_id uuid CONSTRAINT fk_regime_records_cadre_id REFERENCES cadres (id),
    "on" date NOT NULL,
    facts jsonb NOT NULL,
    recorded_by varchar NOT NULL,
    recorded_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    withdraw_reason varchar
);
CREATE INDEX ix_regime_records_cadre_id ON regime_records (cadre_id);
CREATE INDEX ix_regime_records_area_regime_on ON regime_records (area, regime, "on");
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
