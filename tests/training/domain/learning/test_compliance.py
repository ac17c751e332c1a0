from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.learning.compliance import Account, Rule, Span, Standing, account, due, remedy, shortfall
from services.training.domain.learning.enrolment import Applicant, Offer
from services.training.domain.learning.sessions import Slot
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT

YEAR = 2027
OLD_HAND = [Span(date(2021, 11, 1))]
days = st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31))


@pytest.mark.parametrize(
    ("spans", "pro_rata", "needed"),
    [
        (OLD_HAND, True, 4),
        ([Span(date(2027, 1, 1))], True, 4),
        ([Span(date(2027, 1, 2))], True, 3),  # eleven whole months
        ([Span(date(2027, 7, 1))], True, 2),
        ([Span(date(2027, 10, 1))], True, 1),
        ([Span(date(2027, 10, 2))], True, 0),
        ([Span(date(2027, 10, 1))], False, 4),
        ([Span(date(2027, 12, 2))], False, 0),
        ([Span(date(2021, 11, 1), date(2027, 7, 1))], True, 2),
        ([Span(date(2021, 11, 1), date(2027, 6, 30))], True, 1),  # left before the month was over
        ([Span(date(2021, 11, 1), date(2027, 7, 1)), Span(date(2027, 7, 1))], True, 4),
        ([Span(date(2028, 1, 1))], True, 0),
        ([], True, 0),
    ],
)
def test_a_part_of_the_year_owes_its_part_of_the_sessions(spans: list[Span], pro_rata: bool, needed: int) -> None:
    assert due(Rule(pro_rata=pro_rata), spans, YEAR) == needed


def test_four_a_year_are_one_a_quarter() -> None:
    assert [due(Rule(), OLD_HAND, YEAR, through=month) for month in (0, 2, 3, 5, 6, 9, 11, 12)] == [
        0, 0, 1, 1, 2, 3, 3, 4,
    ]  # fmt: skip


@given(st.integers(4, 52), st.lists(st.builds(Span, days, st.one_of(st.none(), days)), max_size=4))
def test_what_is_due_grows_through_the_year_and_is_never_more_than_the_rule(per_year: int, spans: list[Span]) -> None:
    owed = [due(Rule(per_year), spans, YEAR, through=month) for month in range(13)]
    assert owed == sorted(owed)
    assert owed[0] == 0
    assert owed[-1] <= per_year


@pytest.mark.parametrize(
    ("done", "planned", "today", "wanted"),
    [
        ([], [], date(2027, 1, 5), Account(4, 0, 0, 0, 3)),
        ([], [], date(2027, 4, 1), Account(4, 0, 0, 1, 4)),
        ([date(2027, 2, 1)], [date(2027, 6, 1)], date(2027, 4, 1), Account(4, 1, 1, 0, 9)),
        ([date(2027, 2, 1)], [date(2027, 6, 1), date(2027, 9, 1), date(2027, 12, 1)], date(2027, 4, 1),
         Account(4, 1, 3, 0, None)),
        ([date(2027, 1, each) for each in (1, 2, 3, 4)], [], date(2027, 1, 5), Account(4, 4, 0, 0, None)),
        ([date(2027, 2, 1)], [], date(2028, 1, 5), Account(4, 1, 0, 3, 12)),
    ],
)  # fmt: skip
def test_who_is_behind_and_by_when_somebody_will_be_short(
    done: list[date], planned: list[date], today: date, wanted: Account
) -> None:
    assert account(Rule(), OLD_HAND, YEAR, done=done, planned=planned, today=today) == wanted


@pytest.mark.parametrize(
    ("account_", "standing"),
    [
        (Account(4, 4, 0, 0, None), Standing.COMPLETE),
        (Account(4, 2, 2, 0, None), Standing.ON_TRACK),
        (Account(4, 2, 1, 0, 12), Standing.WILL_MISS),
        (Account(4, 1, 3, 1, 8), Standing.BEHIND),
        (Account(0, 0, 0, 0, None), Standing.COMPLETE),
    ],
)
def test_standings(account_: Account, standing: Standing) -> None:
    assert account_.standing is standing


@given(st.lists(days, max_size=6), st.lists(days, max_size=6), days)
def test_nobody_is_short_who_has_enough_by_every_month(done: list[date], planned: list[date], today: date) -> None:
    found = account(Rule(), OLD_HAND, YEAR, done=done, planned=planned, today=today)
    short = [shortfall(Rule(), OLD_HAND, YEAR, month, done=done, planned=planned) for month in range(today.month, 13)]
    assert (found.short_in is None) == (not any(short))
    assert found.missing == shortfall(Rule(), OLD_HAND, YEAR, 12, done=done, planned=planned)


def offer(number: int, *, hour: int = 0, free: int = 1, area: str = DISTRICT) -> Offer:
    start = datetime(2027, 5, 1, tzinfo=UTC) + timedelta(hours=hour)
    return Offer(Slot(UUID(int=number), area, start, start + timedelta(hours=3), 5, 5 - free))


def test_what_would_make_it_up_are_the_earliest_sessions_that_the_cadre_can_take() -> None:
    course = UUID(int=77)
    offers = [
        (offer(1, hour=0, free=0), None),  # full
        (offer(2, hour=0, area=FOREIGN_DISTRICT), None),
        (offer(3, hour=10), course),
        (offer(4, hour=11), None),  # while 3 runs
        (offer(5, hour=20), course),  # the same course again
        (offer(6, hour=30), None),
        (offer(7, hour=40), None),
    ]
    chosen = remedy(2, Applicant(COMMUNITY), offers)
    assert [each.slot.id.int for each in chosen] == [3, 6]
    again = remedy(3, Applicant(COMMUNITY, completed=frozenset({course})), offers)
    assert [each.slot.id.int for each in again] == [4, 6, 7]
