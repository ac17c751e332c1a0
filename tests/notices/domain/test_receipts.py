"""Receipts that an old person can copy from paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.notices.domain.receipts import new_receipt, receipt_in, shown_receipt

CODE = "23456789ABCD"


@pytest.mark.parametrize(
    "typed",
    [CODE, CODE.lower(), "2345-6789-ABCD", " 2345 6789 abcd ", f"https://example.org/suggestions/{CODE}/"],
)
def test_a_receipt_is_known_however_it_is_typed(typed: str) -> None:
    assert receipt_in(typed) == CODE


def test_a_receipt_has_no_signs_that_are_taken_for_others() -> None:
    assert not set("01ILOU") & set("".join(new_receipt() for _ in range(200)))


def test_receipts_differ() -> None:
    assert len({new_receipt() for _ in range(1000)}) == 1000


@given(some.text(max_size=40))
def test_whatever_is_typed_is_read_without_an_error(typed: str) -> None:
    assert receipt_in(shown_receipt(receipt_in(typed))) == receipt_in(typed)
