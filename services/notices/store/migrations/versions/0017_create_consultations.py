"""Create the tables of consultations, what is written in them, and their meetings."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"

_STATEMENTS = """
CREATE TABLE consultations (
    id uuid NOT NULL,
    area varchar(12) NOT NULL,
    form varchar NOT NULL,
    title varchar NOT NULL,
    title_en varchar,
    body varchar NOT NULL,
    body_en varchar,
    who_is_asked varchar NOT NULL,
    opens_on date NOT NULL,
    closes_on date NOT NULL,
    supporters_needed smallint NOT NULL,
    outcome_days smallint NOT NULL,
    state varchar NOT NULL,
    version integer NOT NULL,
    author varchar NOT NULL,
    approver varchar,
    created_at timestamptz NOT NULL DEFAULT now(),
    outcome_due_on date,
    outcome varchar,
    outcome_en varchar,
    follow_ups jsonb NOT NULL DEFAULT '[]',
    outcome_by varchar,
    concluded_at timestamptz,
    told_at timestamptz,
    CONSTRAINT pk_consultations PRIMARY KEY (id)
);
CREATE INDEX ix_consultations_area_state ON consultations (area, state);
CREATE INDEX ix_consultations_waiting ON consultations (outcome_due_on) WHERE state = 'closed';
CREATE TABLE consultation_entries (
    id uuid NOT NULL,
    consultation_id uuid NOT NULL,
    area varchar(12) NOT NULL,
    kind varchar NOT NULL,
    text varchar NOT NULL,
    name varchar,
    resident_id uuid,
    state varchar NOT NULL,
    reason varchar,
    supporters integer NOT NULL DEFAULT 0,
    answer_due_on date,
    answer varchar,
    answered_on date,
    told_at timestamptz,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_consultation_entries PRIMARY KEY (id),
    CONSTRAINT fk_consultation_entries_consultation_id FOREIGN KEY (consultation_id) REFERENCES consultations (id),
    CONSTRAINT fk_consultation_entries_resident_id
        FOREIGN KEY (resident_id) REFERENCES residents (id) ON DELETE SET NULL
);
CREATE INDEX ix_consultation_entries_area_state ON consultation_entries (area, state);
CREATE INDEX ix_consultation_entries_consultation_id_state ON consultation_entries (consultation_id, state);
CREATE INDEX ix_consultation_entries_resident_id ON consultation_entries (resident_id);
CREATE INDEX ix_consultation_entries_unanswered ON consultation_entries (answer_due_on) WHERE answered_on IS NULL;
CREATE TABLE supports (
    entry_id uuid NOT NULL,
    resident_id uuid NOT NULL,
    CONSTRAINT pk_supports PRIMARY KEY (entry_id, resident_id),
    CONSTRAINT fk_supports_entry_id FOREIGN KEY (entry_id) REFERENCES consultation_entries (id),
    CONSTRAINT fk_supports_resident_id FOREIGN KEY (resident_id) REFERENCES residents (id) ON DELETE CASCADE
);
CREATE TABLE consultation_meetings (
    id uuid NOT NULL,
    consultation_id uuid NOT NULL,
    area varchar(12) NOT NULL,
    held_on date NOT NULL,
    venue varchar NOT NULL,
    people jsonb NOT NULL,
    minutes varchar NOT NULL,
    recorded_by varchar NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_consultation_meetings PRIMARY KEY (id),
    CONSTRAINT fk_consultation_meetings_consultation_id FOREIGN KEY (consultation_id) REFERENCES consultations (id)
);
CREATE INDEX ix_consultation_meetings_area ON consultation_meetings (area);
CREATE INDEX ix_consultation_meetings_consultation_id ON consultation_meetings (consultation_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
