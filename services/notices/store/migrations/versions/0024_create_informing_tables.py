"""Create the tables of targets of informing, daily reports and visits at doors."""

from __future__ import annotations

from alembic import op

revision = "0024"
down_revision = "0023"

_STATEMENTS = """
CREATE TABLE informing_goals (
    notice_id uuid CONSTRAINT pk_informing_goals PRIMARY KEY
        CONSTRAINT fk_informing_goals_notice_id REFERENCES notices (id),
    area varchar(12) NOT NULL,
    target_share smallint NOT NULL,
    by_day date NOT NULL,
    event_day date NOT NULL,
    channels varchar[] NOT NULL DEFAULT '{}',
    set_by varchar NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_informing_goals_area_by_day ON informing_goals (area, by_day);
CREATE TABLE uninformed_reports (
    id uuid CONSTRAINT pk_uninformed_reports PRIMARY KEY,
    notice_id uuid NOT NULL CONSTRAINT fk_uninformed_reports_notice_id REFERENCES notices (id),
    area varchar(12) NOT NULL,
    on_day date NOT NULL,
    by_day date NOT NULL,
    target_share smallint NOT NULL,
    residents integer NOT NULL,
    reached integer NOT NULL,
    CONSTRAINT uq_uninformed_reports_notice_id_on_day UNIQUE (notice_id, on_day)
);
CREATE INDEX ix_uninformed_reports_area_on_day ON uninformed_reports (area, on_day);
CREATE TABLE door_visits (
    id uuid CONSTRAINT pk_door_visits PRIMARY KEY,
    area varchar(12) NOT NULL,
    notice_id uuid NOT NULL CONSTRAINT fk_door_visits_notice_id REFERENCES notices (id),
    resident_id uuid NOT NULL
        CONSTRAINT fk_door_visits_resident_id REFERENCES residents (id) ON DELETE CASCADE,
    result varchar NOT NULL,
    note varchar,
    visited_at timestamptz NOT NULL,
    by varchar NOT NULL
);
CREATE INDEX ix_door_visits_notice_id_resident_id ON door_visits (notice_id, resident_id);
CREATE INDEX ix_door_visits_area ON door_visits (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
