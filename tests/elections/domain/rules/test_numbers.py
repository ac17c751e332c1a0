"""民法典 Art 1259 (number words), Art 201-202 (days and years)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.rules import numbers

COUNTS = st.integers(0, 10**9)

BOUNDARIES = [
    # word, whole, the least part that is enough
    ("more_than_half", 1600, 801),  # exactly half is not enough
    ("more_than_half", 1601, 801),  # half and one half is
    ("more_than_half", 1, 1),
    ("more_than_half", 2, 2),
    ("more_than_two_thirds", 60, 41),  # exactly two thirds is not enough (超过三分之二)
    ("more_than_two_thirds", 61, 41),
    ("more_than_two_thirds", 62, 42),
    ("at_least_two_thirds", 60, 40),  # exactly two thirds is enough (三分之二以上)
    ("at_least_two_thirds", 61, 41),
    ("at_least_two_thirds", 62, 42),
    ("at_least_third", 60, 20),  # exactly one third is enough (不得少于三分之一)
    ("at_least_third", 61, 21),
    ("at_least_third", 62, 21),
    ("at_least_tenth", 1600, 160),  # exactly one tenth is enough (十分之一以上)
    ("at_least_tenth", 1601, 161),
    ("at_least_tenth", 1609, 161),
]


@pytest.mark.parametrize(("word", "whole", "enough"), BOUNDARIES)
def test_each_number_word_stands_at_its_boundary(word: str, whole: int, enough: int) -> None:
    share = numbers.WORDS[word]
    assert share(enough, whole, "Art 19").holds
    assert not share(enough - 1, whole, "Art 19").holds


def test_the_inequality_reads_as_the_law_is_computed() -> None:
    assert numbers.more_than_half(812, 1600, "Art 19") == numbers.Finding(True, "2×812 > 1600", "Art 19")
    assert numbers.more_than_half(800, 1600, "Art 19").inequality == "2×800 ≤ 1600"
    assert numbers.more_than_two_thirds(40, 60, "Art 19").inequality == "3×40 ≤ 2×60"
    assert numbers.at_least_third(20, 60, "Art 19").inequality == "3×20 ≥ 60"
    assert numbers.at_least_third(19, 60, "Art 19").inequality == "3×19 < 60"


@given(word=st.sampled_from(sorted(numbers.WORDS)), part=COUNTS, whole=COUNTS)
def test_a_number_word_agrees_with_exact_fractions_and_its_inequality_is_true(word: str, part: int, whole: int) -> None:
    share = numbers.WORDS[word]
    fraction = Fraction(share.of, share.times) * whole
    found = share(part, whole, "")
    assert found.holds == (part >= fraction if share.including else part > fraction)
    assert _true(found.inequality)


@given(part=COUNTS, whole=COUNTS)
def test_at_most_includes_the_whole(part: int, whole: int) -> None:
    assert numbers.at_most(part, whole, "").holds == (part <= whole)
    assert _true(numbers.at_most(part, whole, "").inequality)


@given(word=st.sampled_from(sorted(numbers.WORDS)), part=COUNTS, whole=COUNTS)
def test_more_of_the_part_never_makes_a_share_fail(word: str, part: int, whole: int) -> None:
    share = numbers.WORDS[word]
    assert share(part + 1, whole, "").holds >= share(part, whole, "").holds


def test_the_day_of_the_event_is_not_counted() -> None:
    """民法典 Art 201: five days from the 1st end with the 6th."""
    assert numbers.deadline(date(2026, 12, 1), 5) == date(2026, 12, 6)


def test_a_deadline_moves_past_days_off_only_where_they_are_named() -> None:
    """民法典 Art 203, left to the rule set."""
    days_off = {date(2026, 10, 3) + timedelta(days=n) for n in range(5)}
    assert numbers.deadline(date(2026, 9, 28), 5) == date(2026, 10, 3)
    assert numbers.deadline(date(2026, 9, 28), 5, days_off) == date(2026, 10, 8)


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        (date(2026, 12, 20), 5, date(2031, 12, 20)),
        (date(2028, 2, 29), 5, date(2033, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
    ],
)
def test_years_end_on_the_corresponding_day_or_the_months_last(start: date, years: int, last: date) -> None:
    """民法典 Art 202."""
    assert numbers.years_after(start, years) == last


@pytest.mark.parametrize(
    ("day", "youngest"),
    [
        (date(2026, 12, 20), date(2008, 12, 20)),
        (date(2026, 2, 28), date(2008, 2, 29)),
        (date(2026, 2, 27), date(2008, 2, 27)),
        (date(2026, 3, 1), date(2008, 3, 1)),
        (date(2028, 2, 29), date(2010, 2, 28)),
    ],
)
def test_of_age_are_those_whose_birthday_has_come(day: date, youngest: date) -> None:
    """Art 16 年满十八周岁: 满 includes the birthday."""
    assert numbers.latest_birth_date(day, 18) == youngest


@given(born=st.dates(date(1900, 1, 1), date(2200, 1, 1)), day=st.dates(date(1950, 1, 1), date(2250, 1, 1)))
def test_the_latest_birth_date_and_the_day_of_coming_of_age_agree(born: date, day: date) -> None:
    assert (born <= numbers.latest_birth_date(day, 18)) == (numbers.years_after(born, 18) <= day)


def _true(inequality: str) -> bool:
    left, sign, right = inequality.split(" ")
    one, other = (_value(side) for side in (left, right))
    return {">": one > other, "≥": one >= other, "<": one < other, "≤": one <= other}[sign]


def _value(side: str) -> int:
    times, _, number = side.rpartition("×")
    return int(times or 1) * int(number)
