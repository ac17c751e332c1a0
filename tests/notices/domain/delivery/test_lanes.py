"""Hours: who may be disturbed when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notices.domain.delivery.lanes import Hours, Lane, goes_out, open_lanes
from services.notices.domain.residents.kinds import BestTime
from services.notices.domain.working_days import WorkingDays
from shared.clock import CIVIL_ZONE

WORKED_SATURDAY = date(2026, 12, 5)
HOURS = Hours(22, 7, (8, 18), 2, evening_from=18, working_days=WorkingDays(worked=frozenset({WORKED_SATURDAY})))
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


def civil(day: int, hour: int, minute: int = 0) -> datetime:
    """In December 2026; the 1st is a Tuesday."""
    return datetime(2026, 12, day, hour, minute, tzinfo=CIVIL_ZONE)


@pytest.mark.parametrize(
    ("lane", "best", "now", "until", "start"),
    [
        (O, BestTime.ANY, civil(1, 9, 30), civil(4, 9), civil(1, 9, 30)),
        (O, BestTime.ANY, civil(1, 23, 30), civil(4, 9), civil(2, 7)),
        (O, BestTime.EVENING, civil(1, 9, 30), civil(4, 9), civil(1, 18)),
        (O, BestTime.EVENING, civil(1, 19, 30), civil(4, 9), civil(1, 19, 30)),
        (O, BestTime.EVENING, civil(1, 22, 30), civil(4, 9), civil(2, 18)),
        (O, BestTime.WEEKEND, civil(1, 9, 30), civil(8, 9), civil(6, 7)),
        (O, BestTime.WEEKEND, civil(6, 9, 30), civil(8, 9), civil(6, 9, 30)),
        (D, BestTime.EVENING, civil(1, 8, 30), civil(8, 9), civil(1, 18)),
        (D, BestTime.WEEKEND, civil(1, 8, 30), civil(8, 9), civil(6, 8)),
        (O, BestTime.WEEKEND, civil(1, 9, 30), civil(4, 9), civil(1, 9, 30)),
        (O, BestTime.EVENING, civil(1, 9, 30), civil(1, 18, 59), civil(1, 9, 30)),
        (O, BestTime.EVENING, civil(1, 9, 30), civil(1, 19), civil(1, 18)),
        (O, BestTime.EVENING, civil(1, 23, 30), civil(2, 8), civil(2, 7)),
        (E, BestTime.WEEKEND, civil(1, 3), civil(8, 9), civil(1, 3)),
    ],
    ids=[
        "any time now",
        "any time after the night",
        "evening waits from the morning",
        "evening now",
        "evening after the night waits for the next",
        "weekend waits, and not for a Saturday that is worked",
        "weekend now",
        "evening with the digest of the evening",
        "weekend with the digest of Sunday morning",
        "no weekend before the deadline: at once",
        "less than an hour of the evening: at once",
        "just an hour of the evening",
        "no evening before the deadline, but a night",
        "an emergency waits for nobody",
    ],
)
def test_when_a_message_goes_out_to_a_resident(
    lane: Lane, best: BestTime, now: datetime, until: datetime, start: datetime
) -> None:
    assert goes_out(lane, best, now, until=until, hours=HOURS) == start


@given(
    st.sampled_from(Lane), st.sampled_from(BestTime), st.integers(0, 14 * 24 * 60), st.integers(1, 14 * 24 * 60)
)  # fmt: skip
def test_nobody_is_told_after_the_deadline_for_the_sake_of_their_time(
    lane: Lane, best: BestTime, minutes: int, term: int
) -> None:
    now = civil(1, 0) + timedelta(minutes=minutes)
    until = now + timedelta(minutes=term)
    assert now <= goes_out(lane, best, now, until=until, hours=HOURS) < until
