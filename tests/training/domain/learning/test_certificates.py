from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.training.domain.learning.certificates import (
    CODES,
    SIGNS,
    CertificateState,
    code_of,
    expiry,
    read_code,
    shown,
    state_of,
)
from shared.errors import Invalid

codes = st.integers(0, CODES - 1).map(code_of)
places = st.integers(0, 12)


def is_mistyped(code: str) -> bool:
    try:
        read_code(code)
    except Invalid:
        return True
    return False


@given(codes)
def test_a_code_is_read_however_it_is_written(code: str) -> None:
    for written in (code, shown(code), shown(code).lower(), f" {code[:4]} {code[4:]} "):
        assert read_code(written) == code
    assert read_code(code.replace("1", "l").replace("V", "u")) == code


@given(codes, places, st.sampled_from(SIGNS))
def test_one_wrong_sign_is_found(code: str, at: int, sign: str) -> None:
    assume(code[at] != sign)
    assert is_mistyped(code[:at] + sign + code[at + 1 :])


@given(codes, places, places)
def test_two_signs_that_changed_places_are_found(code: str, one: int, other: int) -> None:
    assume(code[one] != code[other])
    signs = list(code)
    signs[one], signs[other] = signs[other], signs[one]
    assert is_mistyped("".join(signs))


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_code_or_mistyped(typed: str) -> None:
    assert is_mistyped(typed) or len(read_code(typed)) == 13


@pytest.mark.parametrize(
    ("issued_on", "months", "last"),
    [
        (date(2027, 1, 8), 24, date(2029, 1, 7)),
        (date(2027, 1, 31), 1, date(2027, 2, 27)),
        (date(2028, 2, 29), 12, date(2029, 2, 27)),
        (date(2027, 12, 1), 1, date(2027, 12, 31)),
        (date(2027, 1, 8), None, None),
    ],
)
def test_a_certificate_is_good_for_whole_months(issued_on: date, months: int | None, last: date | None) -> None:
    assert expiry(issued_on, months) == last


def test_its_last_day_is_a_good_day_and_a_revoked_one_has_none() -> None:
    last = date(2029, 1, 7)
    assert state_of(last, None, today=last) is CertificateState.VALID
    assert state_of(last, None, today=last + timedelta(days=1)) is CertificateState.EXPIRED
    assert state_of(None, None, today=date.max) is CertificateState.VALID
    assert state_of(last, date(2027, 2, 1), today=date(2027, 1, 1)) is CertificateState.REVOKED
