"""The count does not depend on the order or grouping of stations: the chord over stations relies on it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.counting import NOTHING, Totals, merge, station_totals, total
from services.elections.domain.counting.tally import Figures, Sheet
from shared.errors import Conflict
from tests.elections.domain.factories import figures, sheet

COUNTS = st.integers(0, 1000)
BY_NAME = st.dictionaries(st.sampled_from("ABC"), COUNTS)
FIGURES = st.builds(
    Figures,
    void=COUNTS,
    votes=st.fixed_dictionaries({"A": COUNTS, "B": COUNTS, "C": COUNTS}),
    others=COUNTS,
    void_grounds=BY_NAME,
    write_ins=BY_NAME,
    against=BY_NAME,
    abstained=BY_NAME,
)
SHEETS = st.builds(Sheet, COUNTS, COUNTS, st.fixed_dictionaries({Post.DIRECTOR: FIGURES, Post.MEMBER: FIGURES}))
STATIONS = st.lists(SHEETS, min_size=1, max_size=8).map(
    lambda sheets: [station_totals(f"station-{n}", each) for n, each in enumerate(sheets)]
)


@given(stations=STATIONS, data=st.data())
def test_the_order_of_stations_does_not_matter(stations: list[Totals], data: st.DataObject) -> None:
    assert total(data.draw(st.permutations(stations))) == total(stations)


@given(stations=STATIONS, cut=st.integers(0, 8))
def test_the_grouping_of_stations_does_not_matter(stations: list[Totals], cut: int) -> None:
    assert merge(total(stations[:cut]), total(stations[cut:])) == total(stations)


@given(stations=STATIONS)
def test_nothing_is_neutral(stations: list[Totals]) -> None:
    counted = total(stations)
    assert merge(NOTHING, counted) == merge(counted, NOTHING) == counted


@given(stations=STATIONS)
def test_every_total_is_the_sum_of_the_stations_figures(stations: list[Totals]) -> None:
    flat = total(stations).sheet.flat()
    assert flat == {field: sum(each.sheet.flat().get(field, 0) for each in stations) for field in flat}


@given(sheets=st.lists(SHEETS, min_size=1, max_size=5))
def test_a_stations_sheets_are_added_up_in_any_order(sheets: list[Sheet]) -> None:
    apart = total(station_totals(str(number), sheet) for number, sheet in enumerate(sheets))
    assert station_totals("station", *reversed(sheets)).sheet == apart.sheet


@given(stations=STATIONS)
def test_totals_go_through_json_and_back(stations: list[Totals]) -> None:
    counted = total(stations)
    assert Totals.from_facts(json.loads(json.dumps(counted.as_facts()))) == counted


def test_a_candidate_without_votes_stays_in_the_totals() -> None:
    stations = [station_totals(name, sheet(10, 5, figures(A=0, B=1))) for name in "12"]
    assert total(stations).sheet.contests[Post.DIRECTOR].votes == {"A": 0, "B": 2}


def test_a_station_is_never_counted_twice() -> None:
    one = station_totals("1", sheet(10, 5, figures(A=5)))
    with pytest.raises(Conflict) as refused:
        merge(merge(one, station_totals("2", sheet(0, 0, figures(A=0)))), one)
    assert refused.value.facts["stations"] == ["1"]
