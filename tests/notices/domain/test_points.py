"""Points for taking part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.notices.domain.participation import Affair
from services.notices.domain.points import VOTES, PointRules, Worth
from services.notices.store.rules import point_rules

TIMES = some.dictionaries(some.sampled_from(Affair), some.integers(0, 200))


def test_a_vote_brings_no_points_and_no_rule_can_say_otherwise() -> None:
    assert point_rules().of({Affair.MARK_VOTE: 5}) == {}
    with pytest.raises(ValueError, match="votes"):
        PointRules(points={Affair.MARK_VOTE: Worth(each=1, most=1)}, thanks_from=1)


def test_ten_suggestions_bring_no_more_than_the_year_s_most() -> None:
    assert point_rules().of({Affair.SUGGESTION: 3, Affair.ACTIVITY: 2}) == {Affair.SUGGESTION: 6, Affair.ACTIVITY: 10}
    assert point_rules().of({Affair.SUGGESTION: 100}) == {Affair.SUGGESTION: 10}


@given(TIMES, some.sampled_from(Affair))
def test_taking_part_once_more_never_costs_points(times: dict[Affair, int], affair: Affair) -> None:
    more = {**times, affair: times.get(affair, 0) + 1}
    gained = point_rules().total(more) - point_rules().total(times)
    assert gained == 0 if affair in VOTES else gained >= 0
