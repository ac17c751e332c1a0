"""How the typing of the sheets stands: who typed which, and where two people differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.elections.domain.counting.figure_labels import whose, words_of
from services.elections.domain.counting.tally import Comparison
from services.elections.store import elections, images, tables
from services.elections.store.database import reading
from shared.auth.actor import Actor
from shared.messages import translate

_Typed = tuple[tables.Station, int, Sequence[tables.Entry], Comparison]


def tallies(actor: Actor, election_id: UUID) -> list[dict[str, Any]]:
    """Each sheet of each station: who typed it, and whether the entries agree or where they differ."""
    with reading() as session:
        found = elections.election(session, actor, election_id)
        names = _names(session, found.id)
        return [_tally(typed, names) for typed in _sheets(session, found.id)]


def disagreements(actor: Actor, election_id: UUID) -> list[dict[str, Any]]:
    """The sheets that two people typed differently, the oldest first, with the newest scan of each."""
    with reading() as session:
        found = elections.election(session, actor, election_id)
        names, scans = _names(session, found.id), images.newest(session, found.id)
        differing = [typed for typed in _sheets(session, found.id) if typed[3].differences]
        shown = [
            {**_tally(typed, names), "since": _since(typed[2]), "image": scans.get((typed[0].id, typed[1]))}
            for typed in differing
        ]
    return sorted(shown, key=lambda each: each["since"])


def _sheets(session: Session, election_id: UUID) -> Iterator[_Typed]:
    typed = elections.entries(session, election_id)
    for station in elections.stations(session, election_id):
        for key in elections.sheet_keys(station):
            entries = typed.get(key, [])
            yield station, key[1], entries, elections.comparison(entries)


def _since(typed: Sequence[tables.Entry]) -> Any:
    first = typed[0].clerk
    return next(entry.created_at for entry in typed if entry.clerk != first)


def _tally(typed: _Typed, names: dict[str, str]) -> dict[str, Any]:
    station, number, entries, compared = typed
    return {
        "station_id": station.id,
        "station": station.name,
        "sheet": number,
        "entered_by": list(dict.fromkeys(entry.clerk for entry in entries)),
        "agreed": compared.agreed is not None,
        "differences": [
            {
                "field": difference.field,
                "label": " · ".join(translate(word) for word in words_of(difference.field, names)),
                "candidate": whose(difference.field, names),
                "first": difference.first,
                "second": difference.second,
            }
            for difference in compared.differences
        ],
    }


def _names(session: Session, election_id: UUID) -> dict[str, str]:
    """Candidates' names by id, for figures whose path ends with one."""
    return {str(row.id): row.name for row in elections.candidates(session, election_id)}
