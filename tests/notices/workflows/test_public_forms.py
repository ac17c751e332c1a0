"""The guard of public forms, counted in the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from services.notices.domain import public_forms
from services.notices.domain.public_forms import Limit, PublicForm
from services.notices.store.database import reading
from services.notices.store.tables import FormCount
from services.notices.workflows.public_forms import admit, sweep_form_counts
from shared import clock
from shared.errors import TooMany
from tests.conftest import COMMUNITY, OTHER_COMMUNITY

FORM = PublicForm.SUGGESTION
NOW = datetime(2026, 3, 2, 9, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _small_limits(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(public_forms.LIMITS, FORM, Limit(client=3, area=5))
    monkeypatch.setattr(clock, "now", lambda: NOW)


def _refused(address: str, times: int, **options: object) -> int:
    refused = 0
    for _ in range(times):
        try:
            admit(FORM, COMMUNITY, address=address, **options)
        except TooMany:
            refused += 1
    return refused


def test_a_flood_from_one_client_is_refused_and_leaves_room_for_others() -> None:
    assert _refused("203.0.113.7", 50) == 47
    assert _refused("203.0.113.8", 1) == 0


def test_a_flood_from_everywhere_is_refused_at_the_community_s_limit() -> None:
    assert sum(_refused(f"203.0.113.{n}", 1) for n in range(20)) == 15
    admit(FORM, OTHER_COMMUNITY, address="203.0.113.99")


def test_a_resident_on_their_own_page_is_let_in_during_a_flood() -> None:
    for n in range(10):
        _refused(f"203.0.113.{n}", 1)
    admit(FORM, COMMUNITY, address="203.0.113.200", resident=uuid4())


def test_processes_that_count_at_the_same_time_let_in_no_more() -> None:
    with ThreadPoolExecutor(8) as pool:
        refused = sum(pool.map(lambda _: _refused("203.0.113.7", 1), range(16)))
    assert refused == 13


def test_the_next_hour_begins_anew_and_past_hours_are_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    _refused("203.0.113.7", 4)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))
    admit(FORM, COMMUNITY, address="203.0.113.7")
    sweep_form_counts()
    with reading() as session:
        assert {row.since.hour for row in session.scalars(select(FormCount))} == {10}
