"""Create waiting lists and given-up places of sessions, attendance, results and feedback."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

_STATEMENTS = """
CREATE TABLE waiting_places (
    session_id uuid NOT NULL CONSTRAINT fk_waiting_places_session_id REFERENCES sessions (id),
    cadre_id uuid NOT NULL CONSTRAINT fk_waiting_places_cadre_id REFERENCES cadres (id),
    since timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_waiting_places PRIMARY KEY (session_id, cadre_id)
);
CREATE INDEX ix_waiting_places_cadre_id ON waiting_places (cadre_id);
CREATE TABLE given_up_places (
    id uuid CONSTRAINT pk_given_up_places PRIMARY KEY,
    session_id uuid NOT NULL CONSTRAINT fk_given_up_places_session_id REFERENCES sessions (id),
    cadre_id uuid NOT NULL CONSTRAINT fk_given_up_places_cadre_id REFERENCES cadres (id),
    substitute_id uuid CONSTRAINT fk_given_up_places_substitute_id REFERENCES cadres (id),
    reason varchar NOT NULL,
    given_up_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_given_up_places_session_id ON given_up_places (session_id);
CREATE INDEX ix_given_up_places_cadre_id ON given_up_places (cadre_id);
CREATE TABLE attendances (
    session_id uuid NOT NULL,
    cadre_id uuid NOT NULL,
    manner varchar NOT NULL,
    recorded_by varchar NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    gave_feedback boolean NOT NULL DEFAULT false,
    CONSTRAINT pk_attendances PRIMARY KEY (session_id, cadre_id),
    CONSTRAINT fk_attendances_place FOREIGN KEY (session_id, cadre_id) REFERENCES enrolments (session_id, cadre_id)
);
CREATE INDEX ix_attendances_cadre_id ON attendances (cadre_id);
CREATE TABLE results (
    session_id uuid NOT NULL,
    cadre_id uuid NOT NULL,
    score integer NOT NULL,
    passed boolean NOT NULL,
    recorded_by varchar NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_results PRIMARY KEY (session_id, cadre_id),
    CONSTRAINT fk_results_place FOREIGN KEY (session_id, cadre_id) REFERENCES enrolments (session_id, cadre_id)
);
CREATE INDEX ix_results_cadre_id ON results (cadre_id);
CREATE TABLE feedback (
    id uuid CONSTRAINT pk_feedback PRIMARY KEY,
    session_id uuid NOT NULL CONSTRAINT fk_feedback_session_id REFERENCES sessions (id),
    area varchar(12) NOT NULL,
    rating integer NOT NULL,
    comment varchar NOT NULL
);
CREATE INDEX ix_feedback_session_id ON feedback (session_id);
CREATE INDEX ix_feedback_area ON feedback (area);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
