"""Create the tables of promises, of interviewers and what they send, and of samples."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"

_STATEMENTS = """
CREATE TABLE promises (
    id uuid NOT NULL,
    area varchar(12) NOT NULL,
    text varchar NOT NULL,
    text_en varchar,
    promised_by varchar NOT NULL,
    promised_on date NOT NULL,
    due_on date NOT NULL,
    origin varchar,
    state varchar NOT NULL,
    version integer NOT NULL,
    evidence varchar,
    settled_on date,
    settled_by varchar,
    created_by varchar NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    told_at timestamptz,
    CONSTRAINT pk_promises PRIMARY KEY (id)
);
CREATE INDEX ix_promises_area_state ON promises (area, state);
CREATE INDEX ix_promises_origin ON promises (origin);
CREATE INDEX ix_promises_waiting ON promises (due_on) WHERE state = 'open';
CREATE TABLE interviewers (
    id uuid NOT NULL,
    survey_id uuid NOT NULL,
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    key varchar(64) NOT NULL DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
    ended_at timestamptz,
    CONSTRAINT pk_interviewers PRIMARY KEY (id),
    CONSTRAINT fk_interviewers_survey_id FOREIGN KEY (survey_id) REFERENCES surveys (id),
    CONSTRAINT uq_interviewers_key UNIQUE (key)
);
CREATE INDEX ix_interviewers_area ON interviewers (area);
CREATE INDEX ix_interviewers_survey_id ON interviewers (survey_id);
CREATE TABLE interviews (
    id uuid NOT NULL,
    survey_id uuid NOT NULL,
    area varchar(12) NOT NULL,
    interviewer_id uuid NOT NULL,
    stratum varchar,
    place smallint,
    outcome varchar NOT NULL,
    consent boolean NOT NULL,
    notes varchar,
    visited_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_interviews PRIMARY KEY (id),
    CONSTRAINT fk_interviews_survey_id FOREIGN KEY (survey_id) REFERENCES surveys (id),
    CONSTRAINT fk_interviews_interviewer_id FOREIGN KEY (interviewer_id) REFERENCES interviewers (id)
);
CREATE INDEX ix_interviews_area ON interviews (area);
CREATE INDEX ix_interviews_survey_id_stratum ON interviews (survey_id, stratum);
CREATE TABLE survey_photos (
    id uuid NOT NULL,
    survey_id uuid NOT NULL,
    area varchar(12) NOT NULL,
    interviewer_id uuid NOT NULL,
    interview_id uuid NOT NULL,
    visit boolean NOT NULL,
    kind varchar NOT NULL,
    sha256 varchar(64) NOT NULL,
    content bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_survey_photos PRIMARY KEY (id),
    CONSTRAINT fk_survey_photos_survey_id FOREIGN KEY (survey_id) REFERENCES surveys (id),
    CONSTRAINT fk_survey_photos_interviewer_id FOREIGN KEY (interviewer_id) REFERENCES interviewers (id)
);
CREATE INDEX ix_survey_photos_area ON survey_photos (area);
CREATE INDEX ix_survey_photos_interview_id ON survey_photos (interview_id);
CREATE INDEX ix_survey_photos_survey_id ON survey_photos (survey_id);
CREATE TABLE survey_samples (
    survey_id uuid NOT NULL,
    area varchar(12) NOT NULL,
    strata jsonb NOT NULL,
    seed varchar(64) NOT NULL,
    residents integer NOT NULL,
    drawn_by varchar NOT NULL,
    drawn_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_survey_samples PRIMARY KEY (survey_id),
    CONSTRAINT fk_survey_samples_survey_id FOREIGN KEY (survey_id) REFERENCES surveys (id)
);
CREATE INDEX ix_survey_samples_area ON survey_samples (area);
CREATE TABLE sampled_residents (
    survey_id uuid NOT NULL,
    stratum varchar NOT NULL,
    place smallint NOT NULL,
    resident_id uuid NOT NULL,
    outcome varchar,
    CONSTRAINT pk_sampled_residents PRIMARY KEY (survey_id, stratum, place),
    CONSTRAINT uq_sampled_residents_survey_id_resident_id UNIQUE (survey_id, resident_id),
    CONSTRAINT fk_sampled_residents_survey_id FOREIGN KEY (survey_id) REFERENCES survey_samples (survey_id),
    CONSTRAINT fk_sampled_residents_resident_id FOREIGN KEY (resident_id) REFERENCES residents (id) ON DELETE CASCADE
);
CREATE INDEX ix_sampled_residents_resident_id ON sampled_residents (resident_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
