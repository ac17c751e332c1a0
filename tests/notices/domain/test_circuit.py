"""A provider's rate and circuit breaker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.notices.domain.delivery.circuit import Circuit, Condition, failed, give_back, take, worked

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
FULL = Condition(at=NOW, tokens=10)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def broken(times: int = 3) -> Condition:
    condition = FULL
    for _ in range(times):
        condition = failed(condition, NOW)
    return condition


def test_a_full_bucket_gives_its_burst_and_then_makes_wait_for_the_next_message() -> None:
    taken = take(FULL, 50, NOW, rate=5, burst=10)
    assert taken.count == 10
    again = take(taken.condition, 50, NOW, rate=5, burst=10)
    assert (again.count, again.wait) == (0, 0.2)


def test_without_a_rate_everything_may_go_out() -> None:
    assert take(FULL, 5000, NOW, rate=None, burst=1).count == 5000


@given(st.lists(st.tuples(st.floats(0, 3), st.integers(0, 40)), min_size=1, max_size=40))
def test_no_more_than_burst_and_rate_together_ever_go_out(asked: list[tuple[float, int]]) -> None:
    condition, now, sent = Condition(at=NOW, tokens=20), NOW, 0
    for pause, wanted in asked:
        now += seconds(pause)
        taken = take(condition, wanted, now, rate=7, burst=20)
        condition, sent = taken.condition, sent + taken.count
    assert sent <= 20 + 7 * (now - NOW).total_seconds() + 1e-6


def test_a_clock_that_was_set_back_fills_nothing_twice() -> None:
    empty = take(FULL, 10, NOW, rate=1, burst=10).condition
    before = take(empty, 10, NOW - seconds(60), rate=1, burst=10)
    assert before.count == 0
    assert take(before.condition, 10, NOW, rate=1, burst=10).count == 0


def test_what_was_not_used_comes_back_but_never_beyond_the_burst() -> None:
    assert give_back(Condition(at=NOW, tokens=4), 5, burst=10).tokens == 9
    assert give_back(Condition(at=NOW, tokens=8), 5, burst=10).tokens == 10


def test_two_failures_are_accidents_and_the_third_opens_the_circuit() -> None:
    assert broken(2).circuit(NOW) is Circuit.CLOSED
    assert broken(3).circuit(NOW) is Circuit.OPEN
    assert take(broken(3), 5, NOW, rate=None, burst=1).wait == 5


def test_each_further_failure_doubles_the_pause_up_to_five_minutes() -> None:
    pauses = [take(broken(times), 1, NOW, rate=None, burst=1).wait for times in (3, 4, 5, 30)]
    assert pauses == [5, 10, 20, 300]


def test_after_the_pause_one_message_probes_and_others_wait_for_what_comes_of_it() -> None:
    later = NOW + seconds(5)
    assert broken().circuit(later) is Circuit.HALF_OPEN
    probe = take(broken(), 50, later, rate=None, burst=1)
    assert probe.count == 1
    assert take(probe.condition, 50, later, rate=None, burst=1).count == 0
    assert take(worked(probe.condition), 50, later, rate=None, burst=1).count == 50
    assert failed(probe.condition, later).circuit(later) is Circuit.OPEN


def test_a_probe_that_was_never_heard_of_again_is_followed_by_another() -> None:
    probe = take(broken(), 1, NOW + seconds(5), rate=None, burst=1)
    assert take(probe.condition, 1, NOW + seconds(5 + 90), rate=None, burst=1).count == 1


def test_who_asks_for_peace_gets_it_at_once_but_for_five_minutes_at_most() -> None:
    assert take(failed(FULL, NOW, asked=30), 1, NOW, rate=None, burst=1).wait == 30
    assert take(failed(FULL, NOW, asked=86400), 1, NOW, rate=None, burst=1).wait == 300
