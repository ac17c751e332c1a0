"""What comes in has days and moments to reckon with."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import ValidationError, fields

from shared.web.schemas import ApiSchema, MonthField


class PlanSchema(ApiSchema):
    day = fields.Date()
    month = MonthField()
    moment = fields.AwareDateTime()
    at = fields.Time(format="%H:%M")


def _refused(**plan: str) -> Any:
    with pytest.raises(ValidationError) as told:
        PlanSchema().load(plan)
    return told.value.messages


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", "0001-01-01"),
        ("day", "1799-12-31"),
        ("day", "3000-01-01"),
        ("day", "9999-12-31"),
        ("month", "0001-01"),
        ("month", "9999-12"),
        ("moment", "0001-01-01T00:00:00+14:00"),
        ("moment", "9999-12-31T23:59:59-14:00"),
    ],
)
def test_near_either_end_of_the_calendar_nothing_is_taken(field: str, value: str) -> None:
    """To its last day no day can be added, and in another zone its last moment is none: that was answered 500."""
    assert _refused(**{field: value}) == {field: ["Not a year between 1800 and 2999."]}


def test_what_is_between_is_taken() -> None:
    plan = {"day": "1800-01-01", "month": "2999-12", "moment": "2999-12-31T23:59:59-14:00", "at": "08:30"}
    assert set(PlanSchema().load(plan)) == set(plan)


def test_a_schema_that_is_made_again_says_it_once() -> None:
    PlanSchema()
    assert len(_refused(day="9999-12-31")["day"]) == 1
