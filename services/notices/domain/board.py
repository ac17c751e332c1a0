"""A community's board: what a resident should see first, then the newest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.notices.domain.notice import DISPLAY_DAYS, Kind

NEWEST = 20
"""So many are shown below what is important; the archive has the rest."""

ENDS_SOON = timedelta(days=3)
EMERGENCY_STAYS = timedelta(days=7)
"""On top; after that it is a notice among others, unless it was taken down before."""

LOOK_BACK = timedelta(days=DISPLAY_DAYS + 2)
"""Nothing that was published before that can still be important."""


@dataclass(frozen=True, slots=True)
class Card:
    """A notice as a board shows it. `beginning` is the first part of its body, in Markdown."""

    id: UUID
    area: str
    kind: Kind
    version: int
    at: datetime
    until: date | None
    title: str
    title_en: str | None
    beginning: str
    beginning_en: str | None


@dataclass(frozen=True, slots=True)
class Board:
    """Each card stands in one place only."""

    emergencies: list[Card]
    elections: list[Card]
    ending: list[Card]
    newest: list[Card]


def arrange(cards: Iterable[Card], *, now: datetime, today: date) -> Board:
    """`cards` in any order."""
    board = Board([], [], [], [])
    for card in sorted(cards, key=lambda card: (card.at, card.id), reverse=True):
        _place(board, card, now, today).append(card)
    board.ending.sort(key=lambda card: (card.until or today, card.id))
    del board.newest[NEWEST:]
    return board


def _place(board: Board, card: Card, now: datetime, today: date) -> list[Card]:
    hangs = card.until is not None and today <= card.until
    if card.kind is Kind.EMERGENCY and now - card.at < EMERGENCY_STAYS:
        return board.emergencies
    if card.kind is Kind.ELECTION and hangs:
        return board.elections
    if hangs and card.until is not None and card.until - today <= ENDS_SOON:
        return board.ending
    return board.newest
