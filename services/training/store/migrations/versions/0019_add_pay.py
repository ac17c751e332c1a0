"""Pay scales, payments, workloads and the retired cadres' fund."""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"

_STATEMENTS = """
CREATE TABLE fund_statements (
    id uuid CONSTRAINT pk_fund_statements PRIMARY KEY,
    area varchar(12) NOT NULL,
    "on" date NOT NULL,
    balance bigint NOT NULL,
    income bigint NOT NULL,
    beneficiaries integer NOT NULL,
    monthly bigint NOT NULL,
    recorded_by varchar NOT NULL,
    CONSTRAINT uq_fund_statements_area_on UNIQUE (area, "on")
);
CREATE TABLE pay_scales (
    id uuid CONSTRAINT pk_pay_scales PRIMARY KEY,
    area varchar(12) NOT NULL,
    post varchar NOT NULL,
    fen bigint NOT NULL,
    pay_day integer NOT NULL,
    since date NOT NULL,
    document varchar NOT NULL,
    CONSTRAINT uq_pay_scales_area_post_since UNIQUE (area, post, since)
);
CREATE TABLE workloads (
    area varchar(12) NOT NULL,
    month date NOT NULL,
    points integer NOT NULL,
    CONSTRAINT pk_workloads PRIMARY KEY (area, month)
);
CREATE TABLE payments (
    cadre_id uuid NOT NULL CONSTRAINT fk_payments_cadre_id REFERENCES cadres (id),
    month date NOT NULL,
    area varchar(12) NOT NULL,
    fen bigint NOT NULL,
    paid_on date NOT NULL,
    pension boolean NOT NULL,
    medical boolean NOT NULL,
    unemployment boolean NOT NULL,
    CONSTRAINT pk_payments PRIMARY KEY (cadre_id, month)
);
CREATE INDEX ix_payments_area_month ON payments (area, month);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
