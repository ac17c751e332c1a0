"""The lists of who asked for a mobile box, as they hang for all to see: masked, and only until the election is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from services.elections.domain.polling.mobile_boxes import masked
from services.elections.domain.procedure.steps import State
from services.elections.store import mobile_boxes, tables


@dataclass(frozen=True, slots=True)
class BoxListShown:
    """`names` with their groups; fewer than `count` where the list itself is kept on paper."""

    station: str
    on: date
    count: int
    names: tuple[tuple[str, str], ...]


def box_lists_shown(
    session: Session, found: tables.Election, stations: Sequence[tables.Station]
) -> tuple[BoxListShown, ...]:
    if State(found.state).terminal:
        return ()
    return tuple(
        BoxListShown(each.name, each.list_published_on, each.requests, _names(session, each))
        for each in stations
        if each.requests and each.list_published_on is not None
    )


def _names(session: Session, station: tables.Station) -> tuple[tuple[str, str], ...]:
    return tuple((masked(elector.name), elector.group) for _, elector in mobile_boxes.listed(session, station.id))
