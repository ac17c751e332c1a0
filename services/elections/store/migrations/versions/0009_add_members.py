"""Members in office, filled from the results that are certified."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"

_TABLE = """
CREATE TABLE members (
    id uuid CONSTRAINT pk_members PRIMARY KEY,
    area varchar(12) NOT NULL,
    election_id uuid NOT NULL CONSTRAINT fk_members_election_id REFERENCES elections (id),
    candidate_id uuid NOT NULL CONSTRAINT uq_members_candidate_id UNIQUE,
    post varchar NOT NULL,
    name varchar NOT NULL,
    sex varchar NOT NULL,
    birth_date date NOT NULL,
    term_starts_on date NOT NULL,
    term_ends_on date NOT NULL,
    ended_on date,
    end_reason varchar,
    end_document varchar,
    clause varchar
);
CREATE INDEX ix_members_area ON members (area);
CREATE INDEX ix_members_election_id ON members (election_id);
"""
# A term is five years in every rule set that an election can have been certified under until now.
FILL = """
INSERT INTO members (id, area, election_id, candidate_id, post, name, sex, birth_date, term_starts_on, term_ends_on)
SELECT gen_random_uuid(), e.area, e.id, c.id, c.post, c.name, c.sex, c.birth_date, e.polling_day,
       coalesce(e.term_ends_on, (e.polling_day + interval '5 years')::date)
FROM results r
JOIN elections e ON e.id = r.election_id AND e.state = 'certified'
CROSS JOIN LATERAL jsonb_array_elements(r.verdict -> 'contests') AS contest
CROSS JOIN LATERAL jsonb_array_elements(contest -> 'candidates') AS standing
JOIN candidates c ON c.id = (standing ->> 'candidate_id')::uuid
WHERE (standing ->> 'elected')::boolean;
"""
RELIEVE = """
UPDATE members m SET ended_on = next.polling_day, end_reason = 'term_over'
FROM (
    SELECT m.id, min(e.polling_day) AS polling_day
    FROM members m JOIN elections e ON e.area = m.area AND e.state = 'certified' AND e.kind = 'term'
    WHERE e.polling_day > m.term_starts_on GROUP BY m.id
) AS next
WHERE next.id = m.id;
"""


def upgrade() -> None:
    op.execute(_TABLE)
    op.execute(FILL)
    op.execute(RELIEVE)
