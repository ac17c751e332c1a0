"""A year whose days off are not listed is said to operators: in the log and as a metric."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from services.notices.store import rules
from services.notices.workflows.calendar_watch import MISSING, tell_missing_years
from shared.settings import SettingsError
from tests.notices.clock import at

LAST = max(rules.working_days().years)


def told(moment: datetime, caplog: pytest.LogCaptureFixture) -> tuple[float, list[list[int]]]:
    """The metric and what was logged, after some ticks."""
    caplog.clear()
    with at(moment), caplog.at_level(logging.WARNING):
        for _ in range(3):
            tell_missing_years()
    return MISSING._value.get(), [record.years for record in caplog.records]  # type: ignore[attr-defined]


def test_the_next_year_is_asked_for_in_december_once_a_day(caplog: pytest.LogCaptureFixture) -> None:
    december = datetime(LAST, 12, 1, 12, tzinfo=UTC)
    assert told(december - timedelta(days=2), caplog) == (0, [])
    assert told(december, caplog) == (1, [[LAST + 1]])
    assert told(december + timedelta(days=1), caplog) == (1, [[LAST + 1]])


def test_a_year_that_was_copied_and_not_altered_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    copied = rules.read("working_days")[LAST]
    monkeypatch.setattr(rules, "read", lambda _: {LAST + 1: copied})
    with pytest.raises(SettingsError, match=f"under {LAST + 1} stand days of another year"):
        rules.working_days.__wrapped__()
