"""Goals, their scores and the evidence for them."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

_STATEMENTS = """
CREATE TABLE goal_plans (
    id uuid CONSTRAINT pk_goal_plans PRIMARY KEY,
    area varchar(12) NOT NULL,
    title varchar NOT NULL,
    level varchar NOT NULL,
    post varchar,
    cadre_id uuid CONSTRAINT fk_goal_plans_cadre_id REFERENCES cadres (id),
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    made_by varchar NOT NULL,
    midterm_on date,
    midterm_by varchar,
    midterm_score integer,
    final_on date,
    final_by varchar,
    final_score integer
);
CREATE INDEX ix_goal_plans_area ON goal_plans (area);
CREATE INDEX ix_goal_plans_cadre_id ON goal_plans (cadre_id);
CREATE TABLE goals (
    id uuid CONSTRAINT pk_goals PRIMARY KEY,
    plan_id uuid NOT NULL CONSTRAINT fk_goals_plan_id REFERENCES goal_plans (id),
    area varchar(12) NOT NULL,
    title varchar NOT NULL,
    indicator varchar NOT NULL,
    weight integer NOT NULL,
    responsible_id uuid NOT NULL CONSTRAINT fk_goals_responsible_id REFERENCES cadres (id),
    co_owners jsonb NOT NULL,
    midterm_score integer,
    final_score integer
);
CREATE INDEX ix_goals_area ON goals (area);
CREATE INDEX ix_goals_plan_id ON goals (plan_id);
CREATE INDEX ix_goals_responsible_id ON goals (responsible_id);
CREATE TABLE goal_evidence (
    id uuid CONSTRAINT pk_goal_evidence PRIMARY KEY,
    goal_id uuid NOT NULL CONSTRAINT fk_goal_evidence_goal_id REFERENCES goals (id),
    area varchar(12) NOT NULL,
    "on" date NOT NULL,
    text varchar NOT NULL,
    by varchar NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX ix_goal_evidence_area ON goal_evidence (area);
CREATE INDEX ix_goal_evidence_goal_id ON goal_evidence (goal_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
