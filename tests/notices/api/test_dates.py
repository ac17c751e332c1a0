"""Days and moments at either end of the calendar, with which nobody can reckon."""

from __future__ import annotations

from typing import Any

import pytest

from tests.access import NOBODY
from tests.conftest import COMMUNITY
from tests.office import Office

FIGURES = ("participation-rates", "timeliness", "business-balance")
LAST_MOMENT = "9999-12-31T23:59:59+14:00"
SCOPES = ("notices:write", "notices:approve", "notices:send")


def faults(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.json
    return [(fault["field"], fault["code"]) for fault in answer.json["fields"]]


@pytest.mark.parametrize(
    ("method", "path", "field"),
    [
        ("POST", "/notices", "publish_at"),
        ("PUT", f"/notices/{NOBODY}/schedule", "publish_at"),
        ("POST", "/campaigns", "not_before"),
        ("POST", "/activities", "starts_at"),
        ("PATCH", f"/activities/{NOBODY}", "starts_at"),
    ],
)
def test_a_moment_there_is_refused_by_its_field(office: Office, method: str, path: str, field: str) -> None:
    answer = office.call(method, path, json={field: LAST_MOMENT}, scopes=SCOPES)
    assert (field, "year_out_of_range") in faults(answer)


@pytest.mark.parametrize("figures", FIGURES)
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_figures_until_then_are_refused(office: Office, figures: str, day: str) -> None:
    answer = office.get(f"/{figures}?area={COMMUNITY}&last={day}")
    assert faults(answer) == [("last", "year_out_of_range")]
