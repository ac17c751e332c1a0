"""How the desk's forms speak: what a field is called, and the words for values."""

from __future__ import annotations

from shared.web.desk.forms import Words

LABELS: dict[str, str] = {}
VALUES: dict[str, str] = {}
BLANKS: dict[str, str] = {}

WORDS = Words(LABELS, VALUES, {}, BLANKS)
