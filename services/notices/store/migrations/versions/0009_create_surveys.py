"""Create the tables of surveys and their answers."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"

_STATEMENTS = """
CREATE TABLE surveys (
    id uuid NOT NULL,
    area varchar(12) NOT NULL,
    title varchar NOT NULL,
    title_en varchar,
    intro varchar,
    intro_en varchar,
    audience varchar NOT NULL,
    template varchar,
    questions jsonb NOT NULL,
    responsible varchar,
    state varchar NOT NULL,
    version integer NOT NULL,
    author varchar NOT NULL,
    approver varchar,
    link varchar(64) NOT NULL DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
    closes_on date,
    created_at timestamptz NOT NULL DEFAULT now(),
    opened_at timestamptz,
    closed_at timestamptz,
    CONSTRAINT pk_surveys PRIMARY KEY (id),
    CONSTRAINT uq_surveys_link UNIQUE (link)
);
CREATE INDEX ix_surveys_area_state ON surveys (area, state);
CREATE INDEX ix_surveys_area_template ON surveys (area, template);
CREATE TABLE survey_answers (
    id uuid NOT NULL,
    survey_id uuid NOT NULL,
    area varchar(12) NOT NULL,
    answers jsonb NOT NULL,
    kinds varchar[] NOT NULL DEFAULT '{}',
    score smallint,
    counted boolean NOT NULL DEFAULT true,
    "on" date NOT NULL,
    CONSTRAINT pk_survey_answers PRIMARY KEY (id),
    CONSTRAINT fk_survey_answers_survey_id FOREIGN KEY (survey_id) REFERENCES surveys (id)
);
CREATE INDEX ix_survey_answers_area ON survey_answers (area);
CREATE INDEX ix_survey_answers_survey_id_counted ON survey_answers (survey_id, counted);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
