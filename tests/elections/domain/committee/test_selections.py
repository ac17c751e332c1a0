"""Who goes on from a stage of a selection."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.committee.selection_schemes import SelectionKind, SelectionStage, parse_scheme
from services.elections.domain.committee.selections import NameCount, StageTally, progress, stage_result
from services.elections.domain.roll.relatives import Person
from services.elections.domain.rules.numbers import WORDS, Share
from services.elections.store.selection_schemes import schemes
from shared.errors import Invalid
from shared.messages import translate

PRESENT = 60
votes_of_names = st.lists(st.integers(0, PRESENT), min_size=1, max_size=12)
rules = st.one_of(st.integers(1, 8), st.sampled_from(list(WORDS.values())))


def _person(number: int) -> Person:
    return Person(f"居民{number}", date(1970, 1, 1) + timedelta(days=number))


def _stage(go_on: int | Share) -> SelectionStage:
    return SelectionStage("party", "党员推荐", SelectionKind.RECOMMEND, WORDS["more_than_half"], go_on, "local rule")


def _tally(votes: list[int], *, present: int = PRESENT, roster: int = 100) -> StageTally:
    return StageTally(roster, present, [NameCount(_person(n), votes=each) for n, each in enumerate(votes)])


@given(votes_of_names, rules)
def test_who_goes_on_was_named_and_nobody_left_behind_has_as_many_votes(votes: list[int], go_on: int | Share) -> None:
    found = stage_result(_stage(go_on), _tally(votes))
    by_person = {_person(n): each for n, each in enumerate(votes)}
    going = [by_person[person] for person in found.going_on]
    left = [each for person, each in by_person.items() if person not in found.going_on]
    assert set(found.going_on) <= by_person.keys()
    assert all(stays < goes for stays in left for goes in going)


@given(votes_of_names, st.integers(1, 8))
def test_of_a_number_of_names_that_many_go_on_if_they_have_votes_and_more_only_when_equal(
    votes: list[int], number: int
) -> None:
    going = [
        votes[int(person.name.removeprefix("居民"))] for person in stage_result(_stage(number), _tally(votes)).going_on
    ]
    assert len(going) >= min(number, sum(each > 0 for each in votes))
    assert all(going)
    if len(going) > number:
        assert len(set(going[number - 1 :])) == 1


@given(votes_of_names, rules, st.randoms(use_true_random=False))
def test_the_order_of_typing_changes_nothing(votes: list[int], go_on: int | Share, random: Any) -> None:
    tally = _tally(votes)
    shuffled = list(tally.names)
    random.shuffle(shuffled)
    assert stage_result(_stage(go_on), StageTally(100, PRESENT, shuffled)) == stage_result(_stage(go_on), tally)


@pytest.mark.parametrize(
    ("go_on", "votes", "going"),
    [
        (2, [30, 20, 20, 19], 3),
        (2, [30, 20, 19], 2),
        (3, [30, 0, 0], 1),
        (3, [0, 0], 0),
        (WORDS["more_than_half"], [31, 30], 1),
        (WORDS["at_least_third"], [20, 19], 1),
    ],
)
def test_the_cut_at_its_boundary(go_on: int | Share, votes: list[int], going: int) -> None:
    assert len(stage_result(_stage(go_on), _tally(votes)).going_on) == going


@pytest.mark.parametrize(("present", "holds", "shown"), [(50, False, "2×50 ≤ 100"), (51, True, "2×51 > 100")])
def test_without_a_quorum_nobody_goes_on(present: int, holds: bool, shown: str) -> None:
    found = stage_result(_stage(1), _tally([9], present=present))
    assert (found.quorum.holds, found.quorum.inequality) == (holds, shown)
    assert bool(found.going_on) is holds


def test_where_nobody_goes_on_the_selection_is_over() -> None:
    scheme = schemes()["liang-tui-yi-xun"]
    assert progress(scheme, {}).next is scheme.stages[0]
    assert progress(scheme, {"party": (_person(1),)}).names == (_person(1),)
    over = progress(scheme, {"party": ()})
    assert (over.next, over.names) == (None, ())


SOURCE: dict[str, Any] = {
    "id": "x",
    "name": "两推一询",
    "stages": {
        "party": {
            "name": "党员推荐",
            "kind": "recommend",
            "quorum": "more_than_half",
            "go_on": 6,
            "clause": "local rule",
        }
    },
}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("kind", "vote", "rule_value"),
        ("quorum", "half", "rule_value"),
        ("go_on", 0, "rule_value"),
        ("go_on", True, "rule_value"),
        ("go_on", "most", "rule_value"),
        ("name", " ", "rule_value"),
        ("clause", "habit", "rule_value"),
        ("who", "party", "rule_unknown"),
    ],
)
def test_a_scheme_with_a_wrong_value_is_refused(field: str, value: object, code: str) -> None:
    source = deepcopy(SOURCE)
    source["stages"]["party"][field] = value
    with pytest.raises(Invalid) as refused:
        parse_scheme(source)
    assert [(fault.field, fault.code) for fault in refused.value.fields] == [(f"stages.party.{field}", code)]


def test_a_scheme_without_stages_or_with_something_unknown_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        parse_scheme({"id": "x", "name": "y", "stages": {}, "base": "z"})
    assert {fault.code for fault in refused.value.fields} == {"rule_missing", "rule_unknown"}


def test_every_name_in_a_scheme_has_english() -> None:
    for scheme in schemes().values():
        for name in (scheme.name, *(stage.name for stage in scheme.stages)):
            assert translate(name, "en") != name
