from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import areas
from shared.errors import Invalid

CODES = st.from_regex(r"(?!00)[0-9]{12}", fullmatch=True)


@pytest.mark.parametrize(
    ("code", "level", "prefix"),
    [
        ("450000000000", "province", "45"),
        ("500000000000", "province", "50"),
        ("450400000000", "prefecture", "4504"),
        ("450403000000", "county", "450403"),
        ("450403002000", "subdistrict", "450403002"),
        ("450403002003", "community", "450403002003"),
        ("450403000003", "community", "450403000003"),
    ],
)
def test_a_code_tells_its_level_and_what_lies_below_it(code: str, level: str, prefix: str) -> None:
    assert areas.check(code) == code
    assert areas.level(code) == level
    assert areas.prefix(code) == prefix


@pytest.mark.parametrize(
    "code", ["", "4504", "45040300200a", "000403002003", "4504030020031", "４５０４０３００２００３", "450403002003\n"]
)
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(Invalid):
        areas.check(code)


@given(CODES)
def test_every_area_reaches_itself(code: str) -> None:
    assert areas.reaches(code, code)


@given(CODES, CODES)
def test_two_areas_reach_each_other_only_if_they_are_one(holder: str, other: str) -> None:
    if areas.reaches(holder, other) and areas.reaches(other, holder):
        assert areas.prefix(holder) == areas.prefix(other)


@given(CODES, CODES, CODES)
def test_reach_passes_on(top: str, middle: str, bottom: str) -> None:
    if areas.reaches(top, middle) and areas.reaches(middle, bottom):
        assert areas.reaches(top, bottom)


def test_a_district_reaches_its_communities_and_no_neighbours() -> None:
    assert areas.reaches("450403000000", "450403002003")
    assert not areas.reaches("450403000000", "450405002003")
    assert not areas.reaches("450403002003", "450403000000")
