"""The database functions of the search, as the migrations have them. None calls another of ours: an index is made, and
a dump restored, with an empty search path."""

from __future__ import annotations

from sqlalchemy import DDL, Function, Text, event, func, literal_column
from sqlalchemy.dialects.postgresql import ARRAY

from services.notices.store.tables.base import Base

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
"""Every character and every two neighbours of the texts; `=` and the area, `~` and the digits of each area around it.
The cost says that computing it takes thousands of times longer than a comparison: so the index is always used."""

for function in (_FOLDED, _PAIRS):
    event.listen(Base.metadata, "before_create", DDL(function))  # type: ignore[no-untyped-call] # SQLAlchemy gives it no types


def pairs_of(*columns: str) -> Function[list[str]]:
    """What a row is found by; the first column is its area. An index on this, and the same in the query."""
    return func.pairs(*map(literal_column, columns), type_=ARRAY(Text))
