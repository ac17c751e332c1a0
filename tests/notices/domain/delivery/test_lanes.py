"""Hours: who may be disturbed when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notices.domain.delivery.lanes import Hours, Lane, open_lanes
from shared.clock import CIVIL_ZONE

HOURS = Hours(quiet_from=22, quiet_until=7, digests_at=(8, 18), digest_hours=2)
E, O, D = Lane.EMERGENCY, Lane.ORDINARY, Lane.DIGEST  # noqa: E741 - as short as the table below


@pytest.mark.parametrize(
    ("hour", "lanes"),
    [(0, [E]), (6, [E]), (7, [E, O]), (8, [E, O, D]), (9, [E, O, D]), (10, [E, O]), (18, [E, O, D]), (20, [E, O]),
     (21, [E, O]), (22, [E])],
)  # fmt: skip
def test_what_goes_out_at_each_hour_of_the_civil_day(hour: int, lanes: list[Lane]) -> None:
    assert open_lanes(datetime(2026, 11, 30, hour, 30, tzinfo=CIVIL_ZONE), HOURS) == lanes


@given(st.integers(0, 24 * 60))
def test_emergencies_always_go_out_and_always_first(minutes: int) -> None:
    moment = datetime(2026, 11, 30, tzinfo=CIVIL_ZONE) + timedelta(minutes=minutes)
    assert open_lanes(moment, HOURS)[0] is Lane.EMERGENCY
    assert Lane.ORDINARY in open_lanes(moment, Hours(24, 0, (), 0))
