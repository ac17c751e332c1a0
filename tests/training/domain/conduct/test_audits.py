"""The rules of audits, without a database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.conduct.audits import (
    PUBLIC,
    AuditState,
    AuditStep,
    AuditToday,
    Light,
    leaving_due,
    light,
    move,
)
from shared.errors import Conflict

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("audits", "shown"),
    [
        ([], Light.RED),
        ([AuditToday(AuditState.CANCELLED, TODAY)], Light.RED),
        ([AuditToday(AuditState.PLANNED, TODAY)], Light.AMBER),
        ([AuditToday(AuditState.REPORTED, date(2026, 11, 24))], Light.RED),
        ([AuditToday(AuditState.PUBLISHED, date(2026, 1, 1))], Light.GREEN),
        ([AuditToday(AuditState.PUBLISHED, TODAY, late_findings=1)], Light.RED),
    ],
)
def test_a_year_shows_how_the_community_stands(audits: list[AuditToday], shown: Light) -> None:
    assert light(audits, today=TODAY) is shown


@given(st.lists(st.sampled_from(AuditStep), max_size=8))
def test_no_order_of_steps_publishes_what_was_not_reported(steps: list[AuditStep]) -> None:
    state, taken = AuditState.PLANNED, []
    for step in steps:
        try:
            state = move(state, step)
        except Conflict:
            continue
        taken.append(step)
    assert (AuditStep.REPORT in taken) or state not in PUBLIC


def test_a_leaving_audit_is_due_at_the_term_s_end_or_a_month_from_now() -> None:
    assert leaving_due(date(2027, 5, 1), today=TODAY) == date(2027, 5, 1)
    assert leaving_due(date(2026, 11, 20), today=TODAY) == date(2026, 12, 25)
