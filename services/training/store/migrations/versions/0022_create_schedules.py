"""Plans by solver, the solutions on their way, and polling days that they keep clear of."""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"

_STATEMENTS = """
CREATE TABLE schedules (
    id uuid NOT NULL,
    area varchar(12) NOT NULL,
    state varchar NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    asked jsonb NOT NULL,
    replans uuid,
    sessions jsonb,
    cost integer,
    bound integer,
    costs jsonb,
    binding jsonb,
    short jsonb,
    refusal jsonb,
    stop boolean NOT NULL DEFAULT false,
    requested_by varchar NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    published_at timestamptz,
    CONSTRAINT pk_schedules PRIMARY KEY (id),
    CONSTRAINT fk_schedules_replans FOREIGN KEY (replans) REFERENCES schedules (id)
);
CREATE INDEX ix_schedules_area_created_at ON schedules (area, created_at);
CREATE UNIQUE INDEX uq_schedules_solving ON schedules (area) WHERE state = 'solving';
CREATE TABLE schedule_solutions (
    schedule_id uuid NOT NULL,
    number integer NOT NULL,
    seconds double precision NOT NULL,
    cost integer NOT NULL,
    bound integer NOT NULL,
    CONSTRAINT pk_schedule_solutions PRIMARY KEY (schedule_id, number),
    CONSTRAINT fk_schedule_solutions_schedule_id FOREIGN KEY (schedule_id) REFERENCES schedules (id)
);
CREATE TABLE polling_days (
    election_id uuid NOT NULL,
    area varchar(12) NOT NULL,
    "on" date NOT NULL,
    CONSTRAINT pk_polling_days PRIMARY KEY (election_id)
);
CREATE INDEX ix_polling_days_area ON polling_days (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
