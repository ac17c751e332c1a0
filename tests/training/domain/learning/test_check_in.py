from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.learning.check_in import check_open, key_in
from shared.check_in_codes import check_code, code_at
from shared.errors import Conflict, Refusal

SESSION = UUID(int=1)
NOW = datetime(2027, 1, 4, 1, 0, 30, tzinfo=UTC)


def fault(code: str, *, key: str = "secret", session: UUID = SESSION, later: timedelta = timedelta(0)) -> str | None:
    try:
        check_code(code, key, session, now=NOW + later, minutes=1)
    except Refusal as refused:
        return refused.code
    return None


@pytest.mark.parametrize(
    ("seconds", "wrong"),
    [(-30, None), (89, None), (90, "check_in_code_expired"), (3600, "check_in_code_expired"),
     (-31, "check_in_code_expired")],
)  # fmt: skip
def test_a_code_is_good_in_its_own_minute_and_the_next(seconds: int, wrong: str | None) -> None:
    assert fault(code_at("secret", SESSION, NOW), later=timedelta(seconds=seconds)) == wrong


def test_a_code_is_of_one_session_and_one_secret() -> None:
    code = code_at("secret", SESSION, NOW)
    assert fault(code, key="other") == fault(code, session=UUID(int=2)) == "check_in_code_false"


@given(st.text(max_size=40))
def test_whatever_else_is_sent_is_no_code_and_no_crash(text: str) -> None:
    assert fault(text) == "check_in_code_false"


@given(st.integers(0, 15), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_changed_sign_makes_a_code_false(place: int, sign: str) -> None:
    code = code_at("secret", SESSION, NOW)
    at = len(code) - 16 + place
    changed = code[:at] + sign + code[at + 1 :]
    assert (fault(changed) is None) == (changed == code)


def test_check_in_is_open_from_half_an_hour_before_to_the_end() -> None:
    start, end = NOW, NOW + timedelta(hours=3)
    for moment in (start - timedelta(minutes=30), start, end - timedelta(seconds=1)):
        check_open(start, end, now=moment)
    for moment in (start - timedelta(minutes=31), end):
        with pytest.raises(Conflict):
            check_open(start, end, now=moment)


@pytest.mark.parametrize("typed", ["abc", " abc ", "https://x.cn/me/abc", "https://x.cn/me/abc/", "/calendars/abc.ics"])
def test_the_key_is_found_in_what_a_cadre_pastes(typed: str) -> None:
    assert key_in(typed) == "abc"
