"""Who took part, on an election's page: the total while the poll is open, groups once the result is decided."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.elections.domain.polling.participation import FLOOR, Total, percent
from services.elections.domain.procedure.steps import State
from services.elections.domain.rules.numbers import Finding
from services.elections.pages.charts import TurnoutChart, turnout_chart
from services.elections.store import tables
from services.elections.store.participation import Compared, compared, total_of, turnout


@dataclass(frozen=True, slots=True)
class TurnoutShown:
    """So far."""

    total: Total
    finding: Finding


@dataclass(frozen=True, slots=True)
class ParticipationShown:
    found: Compared
    chart: TurnoutChart
    registered_percent: str | None
    floor: int = FLOOR


def turnout_shown(session: Session, found: tables.Election) -> TurnoutShown | None:
    """Of a poll that is open and keeps a register."""
    if State(found.state) is not State.POLLING:
        return None
    total = total_of(session, found)
    finding = turnout(found, total)
    return None if finding is None else TurnoutShown(total, finding)


def participation_shown(session: Session, found: tables.Election) -> ParticipationShown | None:
    """None where there is no more to say than that so many voted, which stands with the result."""
    there = compared(session, found)
    if not (found.paper_register or found.residents or there.last_term):
        return None
    registered = percent(there.total.electors, there.total.residents)
    return ParticipationShown(there, turnout_chart(there.lines), registered)
