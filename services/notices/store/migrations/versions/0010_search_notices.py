"""Search published notices by pairs of characters."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

_FOLDED = """
CREATE FUNCTION folded(VARIADIC texts text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(normalize(array_to_string(texts, ' '), NFKC))
$$
"""
_PAIRS = """
CREATE FUNCTION pairs(area text, VARIADIC texts text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
    SELECT array_agg(DISTINCT pair) FROM (
        SELECT unnest(ARRAY[letter, letter || lead(letter) OVER (ORDER BY place)]) AS pair
        FROM translate(lower(normalize(array_to_string(texts, ' '), NFKC)), E'\\n\\r\\t', '   ') AS folded,
             string_to_table(folded, NULL) WITH ORDINALITY AS letters (letter, place)
        UNION ALL SELECT '=' || area
        UNION ALL SELECT '~' || left(area, digits) FROM unnest(ARRAY[2, 4, 6, 9, 12]) AS digits
    ) AS made WHERE strpos(pair, ' ') = 0
$$
"""
_INDEX = """
CREATE INDEX ix_notices_pairs ON notices USING gin (pairs(area, title, body, title_en, body_en))
WHERE state = 'published'
"""


def upgrade() -> None:
    for statement in (_FOLDED, _PAIRS, _INDEX):
        op.execute(statement)
