"""Search suggestions by the words of their answers, too."""

from __future__ import annotations

from alembic import op

revision = "0039"
down_revision = "0038"

_COLUMNS = "ALTER TABLE suggestions ADD COLUMN answers varchar, ADD COLUMN answers_en varchar"
_TOLD_SO_FAR = """
UPDATE suggestions SET answers = told.answers, answers_en = told.answers_en FROM (
    SELECT suggestion_id, string_agg(answer, E'\n\n' ORDER BY number) AS answers,
        string_agg(answer_en, E'\n\n' ORDER BY number) AS answers_en
    FROM suggestion_rounds WHERE answer IS NOT NULL GROUP BY suggestion_id
) AS told WHERE told.suggestion_id = suggestions.id
"""
_INDEX = """
CREATE INDEX ix_suggestions_pairs
ON suggestions USING gin (pairs(area, public_title, public_text, answers, answers_en))
WHERE publication = 'public'
"""


def upgrade() -> None:
    for statement in (_COLUMNS, _TOLD_SO_FAR, "DROP INDEX ix_suggestions_pairs", _INDEX):
        op.execute(statement)
