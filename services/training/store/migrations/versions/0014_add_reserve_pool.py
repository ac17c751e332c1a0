"""The reserve pool: who is in it, the stages they reached, their plans, and what enterprises they lead."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"

_STATEMENTS = """
CREATE TABLE reserves (
    id uuid CONSTRAINT pk_reserves PRIMARY KEY,
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    sex varchar NOT NULL,
    birth_date date NOT NULL,
    post varchar NOT NULL,
    stage varchar NOT NULL,
    education varchar,
    source varchar,
    party varchar,
    experience varchar NOT NULL,
    cadre_id uuid CONSTRAINT fk_reserves_cadre_id REFERENCES cadres (id),
    nominated_on date NOT NULL,
    ready_on date,
    in_post_on date,
    version integer NOT NULL,
    CONSTRAINT uq_reserves_area_name_birth_date UNIQUE (area, name, birth_date)
);
CREATE INDEX ix_reserves_cadre_id ON reserves (cadre_id);
CREATE TABLE reserve_stages (
    reserve_id uuid NOT NULL CONSTRAINT fk_reserve_stages_reserve_id REFERENCES reserves (id),
    stage varchar NOT NULL,
    reached_on date NOT NULL,
    evidence varchar NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_reserve_stages PRIMARY KEY (reserve_id, stage)
);
CREATE TABLE reserve_levels (
    reserve_id uuid NOT NULL CONSTRAINT fk_reserve_levels_reserve_id REFERENCES reserves (id),
    competency varchar NOT NULL,
    level integer NOT NULL,
    CONSTRAINT pk_reserve_levels PRIMARY KEY (reserve_id, competency)
);
CREATE TABLE plan_items (
    id uuid CONSTRAINT pk_plan_items PRIMARY KEY,
    reserve_id uuid NOT NULL CONSTRAINT fk_plan_items_reserve_id REFERENCES reserves (id),
    kind varchar NOT NULL,
    title varchar NOT NULL,
    due_on date NOT NULL,
    done_on date,
    outcome varchar,
    passed boolean
);
CREATE INDEX ix_plan_items_reserve_id ON plan_items (reserve_id);
CREATE TABLE enterprises (
    id uuid CONSTRAINT pk_enterprises PRIMARY KEY,
    reserve_id uuid NOT NULL CONSTRAINT fk_enterprises_reserve_id REFERENCES reserves (id),
    name varchar NOT NULL,
    since date NOT NULL,
    support varchar NOT NULL,
    jobs integer NOT NULL,
    income_yuan integer NOT NULL
);
CREATE INDEX ix_enterprises_reserve_id ON enterprises (reserve_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
