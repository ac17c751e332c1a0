"""Keep all who wrote or changed a text, not only the last: none of them approves it.

Of what waits to be approved the audit trail knows who has changed it; of what is approved the last one stands.
"""

from __future__ import annotations

from alembic import op

revision = "0042"
down_revision = "0041"

_WRITTEN = {
    "notices": ("author", "notices/", "id", "('write_notice', 'edit_notice', 'fill_in_again', 'attach', 'detach')"),
    "editions": ("author", "notices/", "notice_id", "('propose_amendment', 'correct_amendment', 'attach', 'detach')"),
    "surveys": ("author", "surveys/", "id", "('write_survey', 'edit_survey')"),
    "consultations": ("author", "consultations/", "id", "('write_consultation', 'edit_consultation')"),
    "periodical_issues": ("editor", "periodicals/", "id", "('begin_issue', 'edit_issue')"),
}
"""By table: the column of the last writer; what an audit line's subject begins and ends with; the lines that count."""

_KEEP = """
ALTER TABLE {table} ADD COLUMN writers varchar[];
UPDATE {table} SET writers = ARRAY[{last}];
UPDATE {table} SET writers = ARRAY(
    SELECT actor FROM (
        SELECT actor, id FROM audit_trail
        WHERE subject = '{subject}' || {table}.{named} AND action IN {actions} AND time >= {table}.created_at
        UNION ALL SELECT {last}, 9223372036854775807
    ) AS wrote GROUP BY actor ORDER BY min(id)
) WHERE approver IS NULL;
ALTER TABLE {table} ALTER COLUMN writers SET NOT NULL, DROP COLUMN {last};
"""

_OUTCOMES = """
ALTER TABLE consultations ADD COLUMN outcome_writers varchar[] NOT NULL DEFAULT '{}';
UPDATE consultations SET outcome_writers = ARRAY(
    SELECT actor FROM (
        SELECT actor, id FROM audit_trail
        WHERE subject = 'consultations/' || consultations.id AND action = 'write_outcome'
        UNION ALL SELECT outcome_by, 9223372036854775807
    ) AS wrote GROUP BY actor ORDER BY min(id)
) WHERE outcome_by IS NOT NULL;
ALTER TABLE consultations DROP COLUMN outcome_by;
"""

_STORIES = """
ALTER TABLE good_deeds ADD COLUMN writers varchar[] NOT NULL DEFAULT '{}';
UPDATE good_deeds SET writers = ARRAY(
    SELECT actor FROM audit_trail WHERE subject = 'good-deeds/' || good_deeds.id AND action = 'verify_deed'
    GROUP BY actor ORDER BY min(id)
) WHERE verified_by IS NOT NULL;
ALTER TABLE good_deeds DROP COLUMN verified_by;
UPDATE notices SET writers = writers || ARRAY(
    SELECT unnest(good_deeds.writers) FROM good_deeds WHERE good_deeds.notice_id = notices.id
    EXCEPT SELECT unnest(notices.writers)
) WHERE approver IS NULL AND kind = 'good_deeds';
"""


def upgrade() -> None:
    for table, (last, subject, named, actions) in _WRITTEN.items():
        op.execute(_KEEP.format(table=table, last=last, subject=subject, named=named, actions=actions))
    op.execute(_OUTCOMES)
    op.execute(_STORIES)
