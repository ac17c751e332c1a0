"""Art 16: who is registered as an elector; nobody twice; every fault by line and column."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.roll.electors import Elector, Roll
from services.elections.domain.roll.persons import Registration, Sex
from shared.columns.faults import KEPT
from shared.errors import FieldError, Invalid
from tests.elections.domain.factories import POLLING_DAY, RULES, elector_row

HEADERS = {
    "name": "姓名",
    "sex": "性别",
    "birth_date": "出生日期",
    "address": "住址",
    "group": "居民小组",
    "registration": "登记类型",
}


def roll() -> Roll:
    return Roll(HEADERS, POLLING_DAY, RULES)


def read(*rows: dict[str, str]) -> list[Elector]:
    reading = roll()
    electors = list(reading.electors(enumerate(rows, start=2)))
    reading.check()
    return electors


def faults(*rows: dict[str, str]) -> list[FieldError]:
    with pytest.raises(Invalid) as refused:
        read(*rows)
    return list(refused.value.fields)


def test_a_row_becomes_an_elector() -> None:
    (elector,) = read(elector_row(登记类型="常住", 性别="女", 居民小组=""))
    assert (elector.name, elector.sex, elector.registration) == ("张三", Sex.FEMALE, Registration.RESIDENT)
    assert (elector.birth_date.isoformat(), elector.group) == ("1980-01-02", "")


@pytest.mark.parametrize(("text", "kind"), [("户籍", "household"), ("常住", "resident"), ("社区工作者", "worker")])
def test_art_16_each_ground_of_registration_is_known(text: str, kind: str) -> None:
    assert read(elector_row(登记类型=text))[0].registration == kind


def test_art_16_who_turns_eighteen_on_polling_day_is_an_elector() -> None:
    assert len(read(elector_row(出生日期="2008-12-20"))) == 1


def test_art_16_who_turns_eighteen_the_day_after_is_refused_by_line_and_column() -> None:
    (fault,) = faults(elector_row(), elector_row(姓名="李四", 出生日期="2008年12月21日"))
    assert (fault.code, fault.line, fault.column, fault.field) == ("under_age", 3, "出生日期", "row 3, 出生日期")
    assert (fault.facts["age"], fault.facts["article"]) == (18, "Art 16")


def test_a_birth_date_that_nobody_living_has_is_a_slip() -> None:
    assert faults(elector_row(出生日期="1880-01-02"))[0].code == "birth_date_unlikely"


def test_every_fault_of_a_row_is_told() -> None:
    found = faults(elector_row(姓名=" ", 性别="？", 出生日期="昨天", 登记类型="路过"))
    assert [(fault.column, fault.code) for fault in found] == [
        ("姓名", "cell_empty"),
        ("性别", "word_unknown"),
        ("出生日期", "date_unreadable"),
        ("登记类型", "word_unknown"),
    ]


def test_the_same_person_twice_is_told_with_both_lines() -> None:
    """The same name, birth date and address, however they are spelt."""
    again = elector_row(姓名="张　三", 出生日期="1980年1月2日", 住址="步埠路１２号 3单元401室")
    (fault,) = faults(elector_row(), elector_row(姓名="李四"), again)
    assert (fault.code, fault.line, fault.facts["first_line"]) == ("elector_doubled", 4, 2)


@pytest.mark.parametrize("change", [{"姓名": "李四"}, {"出生日期": "1980-01-03"}, {"住址": "步埠路13号"}])
def test_persons_who_differ_in_one_thing_are_two(change: dict[str, str]) -> None:
    assert len(read(elector_row(), elector_row(**change))) == 2


def test_blank_rows_and_absent_cells_are_passed_over() -> None:
    assert len(read(elector_row(), dict.fromkeys(elector_row(), " "), {}, elector_row(姓名="李四"))) == 2


def test_a_short_row_lacks_its_last_cells() -> None:
    row = elector_row()
    del row["登记类型"]
    assert faults(row)[0].code == "cell_empty"


def test_a_roll_without_electors_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        read(dict.fromkeys(elector_row(), ""))
    assert refused.value.code == "roll_empty"


def test_a_thousand_faults_are_kept_and_all_are_counted() -> None:
    reading = roll()
    rows = ((line, elector_row(性别="?")) for line in range(2, 2502))
    assert list(reading.electors(rows)) == []
    with pytest.raises(Invalid) as refused:
        reading.check()
    assert (len(refused.value.fields), refused.value.total) == (KEPT, 2500)


def test_rows_pass_through_one_at_a_time() -> None:
    taken: list[int] = []

    def rows() -> Iterator[tuple[int, dict[str, str]]]:
        for line in range(2, 1000):
            taken.append(line)
            yield line, elector_row(住址=f"{line}号")

    electors = roll().electors(rows())
    next(electors)
    assert taken == [2]


@given(names=st.lists(st.text("甲乙丙丁", min_size=2, max_size=2), min_size=1, max_size=30))
def test_a_roll_is_whole_exactly_when_nobody_is_in_it_twice(names: list[str]) -> None:
    reading = roll()
    electors = list(reading.electors(enumerate((elector_row(姓名=name) for name in names), start=2)))
    assert len(electors) == len(set(names))
    assert reading.faults.total == len(names) - len(set(names))
