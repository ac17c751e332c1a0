"""What clerks type is read as they mean it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.columns import cells
from shared.columns.cells import Unreadable

CODES = {"cell_empty", "cell_too_long", "cell_broken", "date_unreadable", "number_unreadable", "word_unknown"}
FULL_WIDTH = str.maketrans("0123456789-/", "０１２３４５６７８９－／")


@pytest.mark.parametrize(
    "text",
    [
        "1980-01-02",
        "1980-1-2",
        "1980/1/2",
        "1980.01.02",
        "1980年1月2日",
        "1980 年 1 月 2 日",
        "19800102",
        "１９８０年１月２日",
        "１９８０－０１－０２",
        "　1980-01-02 ",
        "1980-01-02 00:00:00",
        "1980-01-02T00:00:00",
    ],
)
def test_a_date_is_read_in_each_usual_spelling(text: str) -> None:
    assert cells.day(text) == date(1980, 1, 2)


@pytest.mark.parametrize(
    "text", ["1980", "80-1-2", "1980-13-01", "1979-02-29", "1980-01-02 08:30", "0000-01-01", "二〇〇〇年"]
)
def test_what_is_not_a_date_is_refused_with_what_was_typed(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        cells.day(text)
    assert (refused.value.code, refused.value.facts["value"]) == ("date_unreadable", cells.clean(text))


@given(day=st.dates(date(1900, 1, 1), date(2026, 1, 1)), spaces=st.sampled_from(["", " ", "　", "\t", "\ufeff"]))
def test_every_date_is_read_whatever_its_width_and_padding(day: date, spaces: str) -> None:
    spellings = (
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    )
    for spelling in spellings:
        assert cells.day(spaces + spelling.translate(FULL_WIDTH) + spaces) == day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        (" 12　", 12),
        ("１２", 12),
        ("1 2", 12),
        ("1,600", 1600),
        ("１，６００", 1600),
        ("12.0", 12),
        ("007", 7),
    ],
)
def test_a_number_is_read_with_stray_spaces_and_full_width_digits(text: str, number: int) -> None:
    assert cells.number(text) == number


@pytest.mark.parametrize("text", ["-1", "12.5", "十二", "1,6", "12人", "1e3", "9999999999", "½"])
def test_what_is_not_a_whole_number_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="不是整数"):
        cells.number(text)


@given(number=st.integers(0, 999_999_999))
def test_every_count_is_read_in_full_width_and_with_separators(number: int) -> None:
    assert cells.number(str(number).translate(FULL_WIDTH)) == number
    assert cells.number(f"{number:,}") == number


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三", "张三"),
        (" 张　三 ", "张三"),
        ("张 三", "张三"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉・买买提", "阿卜杜拉·买买提"),
        ("Anna  Smith", "Anna Smith"),
        ("\u200b张三\ufeff", "张三"),
        ("𬱖\ue000", "𬱖\ue000"),  # a rare character, and one of a private-use area, as old GB18030 files have them
    ],
)
def test_a_name_is_the_same_however_it_was_padded(text: str, name: str) -> None:
    assert cells.person_name(text) == name


@pytest.mark.parametrize("text", ["C¸", "C ̧", "É´1", "ｱ゛三", "e\u0301 张"])
def test_a_name_that_was_read_is_read_as_the_same(text: str) -> None:
    assert cells.person_name(cells.person_name(text)) == cells.person_name(text)


@pytest.mark.parametrize(("text", "code"), [("", "cell_empty"), (" 　", "cell_empty"), ("张" * 51, "cell_too_long")])
def test_a_name_is_there_and_of_a_sensible_length(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        cells.person_name(text)
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["张\x00三", "张\ufffd", "\x07张三"])
def test_control_characters_and_lost_ones_are_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        cells.person_name(text)
    assert refused.value.code == "cell_broken"


def test_only_the_beginning_of_a_wrong_value_is_repeated() -> None:
    with pytest.raises(Unreadable) as refused:
        cells.required("长" * 5000, 200)
    assert len(refused.value.facts["value"]) == 40


@given(text=st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert cells.clean(cells.clean(text)) == cells.clean(text)


@given(text=st.text())
def test_a_reader_answers_or_refuses_and_never_fails(text: str) -> None:
    for read in (cells.person_name, cells.day, cells.number, cells.one_of({"男": 1}, "男")):
        try:
            read(text)
        except Unreadable as refused:
            assert refused.code in CODES  # noqa: PT017 (or it answers: nothing else may happen)
