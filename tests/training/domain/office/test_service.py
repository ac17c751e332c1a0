"""Time in office and what it tells: turnover, tenure, days of empty seats; cohorts and succession."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.training.domain.office.cohorts import twice_median
from services.training.domain.office.service import spells, tenure, turnover
from services.training.domain.office.vacancies import Held, Seats, vacancy_days
from services.training.domain.team.reserves import Stage
from services.training.domain.team.succession import Path, coverage, waits

START = date(2024, 1, 1)
few_days = st.integers(0, 60).map(lambda count: START + timedelta(days=count))


@st.composite
def held(draw) -> Held:
    starts_on = draw(few_days)
    return Held(starts_on, draw(st.none() | st.integers(0, 40).map(lambda days: starts_on + timedelta(days=days))))


people = st.lists(st.lists(held(), max_size=4).map(spells), max_size=5)


def test_terms_without_a_day_between_them_are_one_spell() -> None:
    first, second = Held(START, date(2024, 6, 1)), Held(date(2024, 6, 1), None)
    assert spells([second, first]) == [Held(START, None)]
    later = Held(date(2024, 6, 2), None)
    assert spells([first, later]) == [first, later]


@settings(max_examples=50)
@given(people, few_days, few_days)
def test_who_was_there_and_who_came_less_who_left_are_there_at_the_end(found, one, other) -> None:
    counted = turnover(found, min(one, other), max(one, other))
    assert counted.at_end == counted.at_start + counted.joined - counted.left


@settings(max_examples=50)
@given(people, few_days)
def test_everybody_in_office_is_in_one_band(found, day) -> None:
    assert sum(tenure(found, day)) == turnover(found, day, day).at_end


@settings(max_examples=50)
@given(st.lists(held(), max_size=4), st.integers(0, 3), few_days, few_days)
def test_days_of_empty_seats_are_those_that_counting_day_by_day_finds(terms, seats, one, other) -> None:
    first, last = min(one, other), max(one, other)
    since = START + timedelta(days=20)
    changes = [Seats(START, seats), Seats(since, seats + 1)]
    expected = 0
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        there = sum(term.starts_on <= day and (term.until is None or day < term.until) for term in terms)
        expected += max(seats + (day >= since) - there, 0)
    assert vacancy_days(changes, terms, first, last) == expected


def test_turnover_is_of_the_mean_of_both_days() -> None:
    stay, leave = [Held(START, None)], [Held(START, date(2024, 3, 1))]
    assert turnover([stay, leave, leave, stay], START, date(2024, 12, 31)).permille == 666
    assert turnover([], START, START).permille is None


@pytest.mark.parametrize(("numbers", "twice"), [([], None), ([3], 6), ([1, 2], 3), ([5, 1, 9], 10)])
def test_a_median_is_doubled(numbers, twice) -> None:
    assert twice_median(numbers) == twice


def test_coverage_is_red_where_nobody_is_ready() -> None:
    seats = {("450403002003", "director"): 1, ("450403002004", "director"): 1, ("450403002003", "worker"): 6}
    office = "450403002000"
    pool = [(office, "director", Stage.READY), (office, "director", Stage.TRAINED), (office, "worker", Stage.IN_POST)]
    director, worker = coverage(seats, pool)
    assert (director.seats, director.percent, director.on_the_way, director.red) == (2, 50, 1, False)
    assert (worker.ready, worker.on_the_way, worker.red) == (0, 0, True)


def test_the_time_to_post_counts_from_being_ready() -> None:
    found = waits([Path(START, date(2024, 3, 1), date(2024, 3, 11)), Path(START, None, date(2024, 2, 1))])
    assert (found.to_ready, found.to_post, found.readied, found.posted) == (120, 20, 1, 1)
