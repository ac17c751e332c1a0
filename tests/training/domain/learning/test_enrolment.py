from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.learning.absences import Absence
from services.training.domain.learning.enrolment import Applicant, Offer, admit, place_for, takes
from services.training.domain.learning.sessions import Slot
from shared import areas
from shared.errors import Conflict
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT, OTHER_COMMUNITY

DAY = datetime(2027, 1, 4, 1, tzinfo=UTC)


def slot(number: int, area: str, hours: int, length: int, capacity: int, enrolled: int) -> Slot:
    start = DAY + timedelta(hours=hours)
    return Slot(UUID(int=number), area, start, start + timedelta(hours=length), capacity, min(capacity, enrolled))


holders = st.sampled_from([DISTRICT, COMMUNITY, OTHER_COMMUNITY, FOREIGN_DISTRICT])
small = st.integers(0, 12)
slots = st.builds(slot, st.integers(0, 30), holders, small, st.integers(1, 12), st.integers(1, 12), small)
lists = st.lists(slots, max_size=6, unique_by=lambda each: each.id)


@given(slots, slots)
def test_two_sessions_clash_both_ways_exactly_when_they_share_a_moment(one: Slot, other: Slot) -> None:
    share = max(one.starts_at, other.starts_at) < min(one.ends_at, other.ends_at)
    assert one.clashes(other) == other.clashes(one) == (share and one.id != other.id)


@given(st.integers(1, 9), lists, lists)
def test_the_place_found_is_held_for_the_area_has_room_and_no_clash_and_none_such_is_earlier(count, some, busy) -> None:
    found = place_for(count, COMMUNITY, some, busy)
    fitting = [
        each
        for each in some
        if areas.reaches(each.area, COMMUNITY)
        and each.capacity - each.enrolled >= count
        and not any(each.clashes(other) for other in busy)
    ]
    assert (found is None) == (not fitting)
    if found is not None:
        assert found in fitting
        assert found.starts_at == min(each.starts_at for each in fitting)


@pytest.mark.parametrize(("count", "fits"), [(2, True), (3, False)])
def test_all_of_a_committee_fit_or_none(count: int, fits: bool) -> None:
    assert takes(slot(1, DISTRICT, 0, 3, 5, 3), count, COMMUNITY) is fits


@pytest.mark.parametrize(("hours", "clashes"), [(3, False), (2, True), (-3, False), (-2, True)])
def test_one_session_may_begin_when_another_ends(hours: int, clashes: bool) -> None:
    assert slot(1, DISTRICT, 0, 3, 5, 0).clashes(slot(2, DISTRICT, hours, 3, 5, 0)) is clashes


OPEN = Offer(slot(1, DISTRICT, 0, 3, 5, 4))
COURSE = UUID(int=7)


def test_who_fits_is_admitted() -> None:
    after = slot(2, DISTRICT, 3, 3, 5, 0)
    offer = Offer(OPEN.slot, posts=frozenset({"director"}), prerequisites=frozenset({COURSE}))
    admit(offer, Applicant(COMMUNITY, frozenset({"director", "member"}), frozenset({COURSE}), busy=[after]))


@pytest.mark.parametrize(
    ("offer", "applicant", "code"),
    [
        (Offer(slot(1, DISTRICT, 0, 3, 5, 5)), Applicant(COMMUNITY), "session_full"),
        (OPEN, Applicant(FOREIGN_DISTRICT), "cadre_of_another_area"),
        (OPEN, Applicant(COMMUNITY, busy=[slot(2, DISTRICT, 1, 3, 5, 0)]), "times_overlap"),
        (OPEN, Applicant(COMMUNITY, leave=[Absence(date(2027, 1, 4), date(2027, 1, 4))]), "cadre_on_leave"),
        (
            Offer(OPEN.slot, posts=frozenset({"director"})),
            Applicant(COMMUNITY, frozenset({"member"})),
            "post_not_meant",
        ),
        (Offer(OPEN.slot, prerequisites=frozenset({COURSE})), Applicant(COMMUNITY), "prerequisite_missing"),
    ],
)
def test_who_cannot_come_is_told_why(offer: Offer, applicant: Applicant, code: str) -> None:
    with pytest.raises(Conflict) as refused:
        admit(offer, applicant)
    assert refused.value.code == code
