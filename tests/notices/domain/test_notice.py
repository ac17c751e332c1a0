from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.domain.notice import TRANSITIONS, Kind, NoticeFacts, State, Step, advance, display_until
from shared.contracts.notices.notices import ITEMS, KINDS
from shared.errors import Conflict

TODAY = date(2026, 11, 23)


def facts(actor: str = "second", writers: Collection[str] = ("first",), **changes: object) -> NoticeFacts:
    return NoticeFacts(actor=actor, writers=writers, today=TODAY, **changes)


@given(
    st.lists(st.tuples(st.sampled_from(Step), st.sampled_from(["first", "second", "third"])), max_size=12),
    st.sampled_from([("first",), ("first", "second"), ("second", "first")]),
)
def test_no_way_leads_to_publication_without_a_second_person(
    steps: list[tuple[Step, str]], writers: tuple[str, ...]
) -> None:
    state, approvers = State.DRAFT, set()
    for taken, actor in steps:
        try:
            state = advance(state, taken, facts(actor, writers))
        except Conflict:
            continue
        if taken is Step.APPROVE:
            approvers.add(actor)
        if state is State.PUBLISHED:
            assert approvers
            assert approvers.isdisjoint(writers)


@given(st.sampled_from(State), st.sampled_from(Step))
def test_every_step_that_is_not_in_the_table_is_refused(state: State, taken: Step) -> None:
    if (state, taken) in TRANSITIONS:
        assert advance(state, taken, facts()) is TRANSITIONS[state, taken]
    else:
        with pytest.raises(Conflict):
            advance(state, taken, facts())


@pytest.mark.parametrize(("days", "possible"), [(0, False), (14, False), (15, False), (16, True), (400, True)])
def test_a_disclosure_hangs_for_fifteen_whole_days_after_the_day_of_publication(days: int, possible: bool) -> None:
    """Art 34: no less than fifteen days; Civil Code Art 201: the day of publication is not counted."""
    until = display_until(Kind.DISCLOSURE, TODAY - timedelta(days=days))
    if possible:
        assert advance(State.PUBLISHED, Step.TAKE_DOWN, facts(display_until=until)) is State.TAKEN_DOWN
        return
    with pytest.raises(Conflict) as refused:
        advance(State.PUBLISHED, Step.TAKE_DOWN, facts(display_until=until))
    (duty,) = refused.value.missing
    assert duty.article == "Art 34"
    assert duty.facts["first"] == (TODAY + timedelta(days=16 - days)).isoformat()


@pytest.mark.parametrize("kind", [Kind.ANNOUNCEMENT, Kind.NEWS])
def test_other_notices_may_be_taken_down_at_once(kind: Kind) -> None:
    assert display_until(kind, TODAY) is None
    assert advance(State.PUBLISHED, Step.TAKE_DOWN, facts()) is State.TAKEN_DOWN


@given(st.lists(st.tuples(st.sampled_from(Step), st.sampled_from(["first", "second"])), max_size=12))
def test_an_emergency_hangs_unapproved_until_a_second_person_has_seen_it(steps: list[tuple[Step, str]]) -> None:
    state, approved = State.DRAFT, False
    for taken, actor in steps:
        hanging = state is State.PUBLISHED and not approved
        try:
            state = advance(state, taken, facts(actor, kind=Kind.EMERGENCY, open=hanging))
        except Conflict:
            continue
        if taken is Step.APPROVE:
            assert actor == "second"
            approved = True
        if state is State.TAKEN_DOWN and not approved:
            assert actor == "second"
            return


def test_the_items_of_disclosure_are_the_seven_of_the_law_in_its_order() -> None:
    assert [item.number for item in DisclosureItem] == [1, 2, 3, 4, 5, 6, 7]
    assert tuple(item.value for item in DisclosureItem) == ITEMS
    assert tuple(kind.value for kind in Kind) == KINDS
