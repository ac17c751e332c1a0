"""The live count: what the hall and the residents see while papers are called out, and nothing of single papers.

Figures by path (`director.votes.<candidate>`) for the whole election and for each station, so that the page with its
script and the stream speak of the same things. A sum of called papers has no names of other persons written in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from services.elections.domain.counting.callout_signing import CalloutState
from services.elections.domain.counting.tally import Sheet
from services.elections.domain.procedure.steps import State, Step
from services.elections.store import callouts, elections, tables
from shared.auth.actor import Actor
from shared.errors import NotFound

ALL = "all"
"""The board on which the stations are added up."""

_ANYONE = Actor(subject="public", area=None)
_OPEN = (State.CLOSED, State.COUNTING, State.COUNTED)
_SHOWN = ("void", "others", "votes", "against", "abstained")


@dataclass(frozen=True, slots=True)
class CalledSheet:
    """A sheet whose papers are called: how many were, of how many issued."""

    station: str
    name: str
    sheet: int
    state: CalloutState
    papers: int
    issued: int

    @property
    def key(self) -> str:
        return f"{self.station}.{self.sheet}"


@dataclass(frozen=True, slots=True)
class LiveCount:
    """`version` grows with every change. `over`: the result was certified, or nothing is counted (yet)."""

    version: int
    state: State
    sheets: tuple[CalledSheet, ...]
    boards: dict[str, dict[str, int]]

    @property
    def over(self) -> bool:
        return self.state.terminal


def shown_election(session: Session, election_id: UUID) -> tables.Election:
    """Raises NotFound for one that was not announced."""
    found = elections.election(session, _ANYONE, election_id)
    if Step.ANNOUNCE not in elections.taken(session, found.id):
        raise NotFound("election_not_found", "没有找到这次选举。")
    return found


def live_count(session: Session, found: tables.Election) -> LiveCount:
    state = State(found.state)
    rows = [row for row in callouts.of_election(session, found.id) if state in _OPEN]
    names = {station.id: station.name for station in elections.stations(session, found.id)}
    counting = [row for row in rows if row.state != CalloutState.ABANDONED]
    return LiveCount(
        version=sum(row.version for row in rows),
        state=state,
        sheets=tuple(_sheet(row, names[row.station_id]) for row in counting),
        boards=_boards(counting),
    )


def has_callouts(session: Session, election_id: UUID) -> bool:
    return bool(callouts.progress(session, [election_id]))


def _sheet(row: tables.Callout, name: str) -> CalledSheet:
    papers = row.totals["recovered"]
    return CalledSheet(str(row.station_id), name, row.sheet, CalloutState(row.state), papers, row.issued)


def _boards(rows: Sequence[tables.Callout]) -> dict[str, dict[str, int]]:
    boards: dict[str, Counter[str]] = {ALL: Counter()}
    for row in rows:
        figures = _figures(row)
        for board in (ALL, str(row.station_id)):
            boards.setdefault(board, Counter()).update(figures)
    return {board: dict(figures) for board, figures in boards.items()}


def _figures(row: tables.Callout) -> dict[str, int]:
    sheet = Sheet.from_facts(row.totals)
    found = {"papers": sheet.recovered, "issued": sheet.issued}
    for path, figure in sheet.flat().items():
        _, _, within = path.partition("contests.")
        if within and within.split(".")[1] in _SHOWN:
            found[within] = figure
    return found
