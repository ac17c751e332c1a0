"""What is typed into the audience's form as a rule, and a rule in words."""

from __future__ import annotations

from typing import Any

import pytest

from services.notices.domain.residents.audience import What
from services.notices.pages.desk.audience_form import parts_of, rule_of, strangers
from services.notices.pages.desk.audience_words import audience_in_words
from tests.conftest import COMMUNITY
from tests.events import Publisher
from tests.notices.conftest import SUBDISTRICT


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        pytest.param({}, {"all": True}, id="nothing"),
        pytest.param({"0.meant.kind": "elderly"}, {"kind": ["elderly"]}, id="one-thing"),
        pytest.param(
            {"0.meant.kind": "elderly\nwomen", "0.meant.from": "60", "0.meant.to": "70"},
            {"and": [{"kind": ["elderly", "women"]}, {"age": {"from": 60, "to": 70}}]},
            id="all-of-a-part",
        ),
        pytest.param(
            {"0.meant.interest": "health\nsports", "0.meant.interest_all": "true"},
            {"and": [{"interest": ["health"]}, {"interest": ["sports"]}]},
            id="both-at-once",
        ),
        pytest.param({"0.meant.to": "9" * 5000, "9" * 5000: "x"}, {"age": {"to": "9" * 5000}}, id="absurd-figures"),
        pytest.param({"0.left_out.building": "3栋"}, {"not": {"building": ["3栋"]}}, id="only-left-out"),
        pytest.param(
            {"0.meant.group": "一组", "2.meant.employer": "学校\n 医院 "},
            {"or": [{"group": ["一组"]}, {"employer": ["学校", "医院"]}]},
            id="parts",
        ),
    ],
)
def test_a_form_is_a_rule(typed: dict[str, str], rule: dict[str, Any]) -> None:
    assert rule_of(typed) == rule


def test_a_building_that_nobody_lives_in_is_found_out() -> None:
    typed = {"0.meant.building": "3栋\n13栋", "1.left_out.group": "一组", "0.meant.employer": "学校"}
    assert strangers(typed, {What.BUILDING: [("3栋", "3栋")], What.GROUP: []}) == ["一组", "13栋"]
    assert strangers(typed, {}) == []


def test_what_is_too_much_to_tick_is_typed() -> None:
    (part,) = parts_of({}, {What.BUILDING: [(f"{number}栋", f"{number}栋") for number in range(61)]})
    assert {each.name: each.kind for each in part.meant}["0.meant.building"] == "lines"


def test_a_form_has_the_parts_that_were_filled_in_and_one_more_if_asked() -> None:
    typed = {"0.meant.kind": "women", "3.left_out.to": "17"}
    assert [each.number for each in parts_of(typed, {})] == [0, 3]
    assert [each.leaves_out for each in parts_of(typed, {}, more=True)] == [False, True, False]
    assert [each.number for each in parts_of({}, {})] == [0]


@pytest.mark.usefixtures("publisher")
@pytest.mark.parametrize(
    ("rule", "words"),
    [
        pytest.param({"all": True}, "全体居民", id="everyone"),
        pytest.param({"area": [COMMUNITY]}, "社区为步埠社区", id="area"),
        pytest.param({"age": {"to": 17}}, "不超过17岁", id="young"),
        pytest.param({"age": {"from": 18, "to": 35}}, "18到35岁", id="ages"),
        pytest.param(
            {"and": [{"or": [{"group": "一组"}, {"interest": "health"}]}, {"not": {"kind": ["women", "youth"]}}]},
            "（居民小组为一组；或者关注事项为健康），并且不包括（居民类别为妇女或青年）",
            id="nested",
        ),
    ],
)
def test_a_rule_is_told_in_words(rule: dict[str, Any], words: str, publisher: Publisher) -> None:
    assert audience_in_words(rule, SUBDISTRICT) == words
