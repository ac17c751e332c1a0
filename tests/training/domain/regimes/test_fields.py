"""What a field takes, typed into a form or into a cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.regimes.catalogue import FINANCE, NINE, REGIMES
from services.training.domain.regimes.fields import MOST_FEN, Field, FieldKind, fen, yuan
from services.training.domain.regimes.records import Facts, check_record
from shared.columns.cells import Unreadable
from shared.errors import Invalid
from shared.messages import translate

TODAY = date(2026, 11, 25)


@given(st.integers(0, MOST_FEN - 1))
def test_money_survives_the_way_through_a_file(amount: int) -> None:
    assert fen(yuan(amount)) == amount


@pytest.mark.parametrize(("text", "amount"), [("1,250.5", 125_050), ("¥８８元", 8_800), ("0.07", 7)])
def test_money_is_read_as_clerks_write_it(text: str, amount: int) -> None:
    assert fen(text) == amount


@pytest.mark.parametrize("text", ["", "约100", "1.234", "-5", "1e3"])
def test_what_is_no_money_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        fen(text)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (FieldKind.TEXT, ["照章办事"], ["", "  ", 7, None, "\x00", "长" * 501]),
        (FieldKind.DAY, ["2026-11-25"], ["2026-02-30", "20261125", 20261125]),
        (FieldKind.COUNT, [0, 8], [-1, 1.5, True, "8"]),
        (FieldKind.MONEY, [0, 125_050], [-1, 10**13, "1"]),
        (FieldKind.CHOICE, ["income"], ["收入", "other", 1]),
    ],
)
def test_json_values_are_of_the_field_s_kind(kind: FieldKind, good: list[Any], bad: list[Any]) -> None:
    field = Field("x", "栏", kind, choices={"income": "收入"})
    assert all(map(field.accepts, good))
    assert not any(map(field.accepts, bad))


@pytest.mark.parametrize("code", sorted(REGIMES))
def test_what_a_cell_gives_a_form_would_take_and_a_file_shows_again(code: str) -> None:
    samples = {FieldKind.TEXT: "社区", FieldKind.DAY: "2026年1月2日", FieldKind.COUNT: "8", FieldKind.MONEY: "12.50"}
    for field in REGIMES[code].fields:
        cell = next(iter(field.choices.values())) if field.choices else samples[field.kind]
        value = field.from_cell(cell)
        assert field.accepts(value)
        assert field.from_cell(str(field.to_cell(value))) == value
        assert translate(field.zh, "en") != field.zh
        assert all(translate(word, "en") != word for word in field.choices.values())


def test_there_are_nine_regimes_and_each_names_fields_that_it_has() -> None:
    assert len(NINE) == 9
    for regime in REGIMES.values():
        named = {regime.due, regime.done, *(regime.different or ())} - {None}
        assert named <= {each.name for each in regime.fields}
        assert translate(regime.zh, "en") != regime.zh


def test_who_handles_money_does_not_approve_it() -> None:
    facts = {
        "direction": "expense",
        "purpose": "办公用品",
        "fen": 5,
        "voucher": "1",
        "handled_by": "李",
        "approved_by": "李",
    }
    with pytest.raises(Invalid) as refused:
        check_record(FINANCE, Facts(TODAY, facts), has_cadre=False, today=TODAY)
    assert [each.code for each in refused.value.fields] == ["same_person"]
