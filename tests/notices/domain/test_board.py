"""What a board shows first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.domain.board import EMERGENCY_STAYS, NEWEST, Card, arrange
from services.notices.domain.notice import Kind

NOW = datetime(2026, 11, 30, 4, tzinfo=UTC)
TODAY = date(2026, 11, 30)


def card(number: int = 1, *, kind: Kind = Kind.NEWS, hours: float = 1, until: date | None = None) -> Card:
    return Card(UUID(int=number), "450403002003", kind, 1, NOW - timedelta(hours=hours), until, "题", None, "文", None)


def places(given: Card) -> list[str]:
    board = arrange([given], now=NOW, today=TODAY)
    return [name for name in ("emergencies", "elections", "ending", "newest") if getattr(board, name)]


def test_an_emergency_stands_on_top_for_a_week() -> None:
    assert places(card(kind=Kind.EMERGENCY)) == ["emergencies"]
    assert places(card(kind=Kind.EMERGENCY, hours=EMERGENCY_STAYS / timedelta(hours=1))) == ["newest"]


def test_an_election_stands_out_while_it_must_hang() -> None:
    assert places(card(kind=Kind.ELECTION, until=TODAY)) == ["elections"]
    assert places(card(kind=Kind.ELECTION, until=TODAY - timedelta(days=1))) == ["newest"]


def test_what_ends_within_three_days_is_told() -> None:
    assert places(card(kind=Kind.DISCLOSURE, until=TODAY + timedelta(days=3))) == ["ending"]
    assert places(card(kind=Kind.DISCLOSURE, until=TODAY + timedelta(days=4))) == ["newest"]
    assert places(card(kind=Kind.DISCLOSURE, until=TODAY - timedelta(days=1))) == ["newest"]


@given(st.lists(st.tuples(st.sampled_from(Kind), st.integers(0, 400), st.integers(-3, 9)), max_size=40), st.randoms())
@settings(max_examples=60)
def test_each_card_stands_once_and_the_order_given_does_not_matter(rows: list, shuffled: object) -> None:
    cards = [
        card(number, kind=kind, hours=hours, until=TODAY + timedelta(days=days))
        for number, (kind, hours, days) in enumerate(rows)
    ]
    board = arrange(cards, now=NOW, today=TODAY)
    shown = [*board.emergencies, *board.elections, *board.ending, *board.newest]
    assert len(set(shown)) == len(shown) >= min(len(cards), NEWEST)
    assert [each.at for each in board.newest] == sorted((each.at for each in board.newest), reverse=True)
    shuffled.shuffle(cards)
    assert arrange(cards, now=NOW, today=TODAY) == board
