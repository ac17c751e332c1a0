"""Create rules of compliance, when communities were checked, and what shortfalls were told."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"

_STATEMENTS = """
CREATE TABLE compliance_rules (
    area varchar(12) CONSTRAINT pk_compliance_rules PRIMARY KEY,
    per_year integer NOT NULL,
    pro_rata boolean NOT NULL,
    duty_hours integer NOT NULL
);
CREATE TABLE compliance_checks (
    area varchar(12) CONSTRAINT pk_compliance_checks PRIMARY KEY,
    checked_on date NOT NULL
);
CREATE TABLE shortfalls (
    cadre_id uuid NOT NULL CONSTRAINT fk_shortfalls_cadre_id REFERENCES cadres (id),
    year integer NOT NULL,
    missing integer NOT NULL,
    CONSTRAINT pk_shortfalls PRIMARY KEY (cadre_id, year)
);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
