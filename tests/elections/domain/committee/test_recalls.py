"""The arithmetic of recalls at its limits (Art 20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.committee.other_votes import petition
from services.elections.domain.committee.recalls import RecallFacts, check_call, defence_duties, recall_outcome
from services.elections.domain.rules.modes import Mode
from services.elections.store.rule_sets import rule_set
from shared.errors import Invalid
from tests.elections.domain.factories import RULES, ballot, figures

DAY = date(2026, 6, 1)


@given(st.integers(1, 1_000_000), st.sampled_from(Mode))
def test_the_smallest_petition_that_is_enough_is_a_tenth_or_a_third_rounded_up(electors: int, mode: Mode) -> None:
    part = 3 if mode is Mode.REPRESENTATIVES else 10
    needed = -(-electors // part)
    assert petition(needed, electors, mode, RULES.recall).holds
    assert not petition(needed - 1, electors, mode, RULES.recall).holds


@given(st.integers(1, 10_000), st.data())
def test_more_than_half_of_those_who_voted_recalls_and_no_fewer(voted: int, data: st.DataObject) -> None:
    agreed = data.draw(st.integers(0, voted))
    found = recall_outcome(ballot(1), figures(A=agreed), voted, RULES.recall, valid=True)
    assert found.outcome == ("recalled" if 2 * agreed > voted else "kept")
    assert found.winners == ()


@pytest.mark.parametrize(("days", "codes"), [(7, ["defence_missing"]), (8, [])])
def test_the_poll_waits_for_the_answer_until_its_time_is_over(days: int, codes: list[str]) -> None:
    facts = RecallFacts(("李四",), DAY + timedelta(days=7))
    found = defence_duties(facts, DAY + timedelta(days=days), RULES.recall)
    assert [duty.code for duty in found if duty] == codes


@pytest.mark.parametrize("days", [30, 31])
def test_villagers_vote_within_thirty_days_of_the_petition(days: int) -> None:
    rule = rule_set("cn-village-2026").recall
    on = DAY + timedelta(days=days)
    if days == 30:
        check_call(on, received=DAY, today=DAY, rule=rule)
        return
    with pytest.raises(Invalid):
        check_call(on, received=DAY, today=DAY, rule=rule)
    check_call(on, received=DAY, today=DAY, rule=replace(rule, hold_within=0))
