from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from shared import clock
from shared.ids import new_id


def test_ids_are_version_7_and_sort_by_time() -> None:
    made = [new_id() for _ in range(1000)]
    assert all(type(one) is UUID and one.version == 7 for one in made)
    assert sorted(made) == made
    assert len(set(made)) == 1000


def test_the_civil_day_begins_at_midnight_in_china() -> None:
    assert clock.civil_date(datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert clock.civil_date(datetime(2026, 11, 22, 16, 0, 0, tzinfo=UTC)) == date(2026, 11, 23)


def test_now_knows_its_zone() -> None:
    assert clock.now().tzinfo is UTC
    assert clock.today() == clock.civil_date(clock.now())
