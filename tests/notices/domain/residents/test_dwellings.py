"""The order in which somebody walks by buildings, stairs and doors."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from services.notices.domain.residents.dwellings import counted, stairs_of, walked


@dataclass(frozen=True)
class Place:
    building: str
    door: str


def test_figures_in_names_are_compared_as_figures() -> None:
    names = ["10栋", "2栋", "2栋甲", "甲楼", "1栋", ""]
    assert sorted(names, key=counted) == ["", "1栋", "2栋", "2栋甲", "10栋", "甲楼"]


@pytest.mark.parametrize(
    ("door", "stairs"),
    [
        pytest.param("2单元301室", "2单元", id="named"),
        pytest.param("2-301", "2单元", id="hyphen"),
        pytest.param("东梯-301", "东梯", id="word"),
        pytest.param("301室", "", id="none"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_door_tells_its_stairs(door: str, stairs: str) -> None:
    assert stairs_of(door) == stairs


def test_one_walks_building_by_building_stairs_by_stairs_and_upwards() -> None:
    doors = [
        ("", "1"),
        ("10栋", "101"),
        ("2栋", "10-101"),
        ("2栋", "2单元1001"),
        ("2栋", "2单元201"),
        ("2栋", "1单元301"),
    ]
    found = walked(Place(*each) for each in doors)
    assert [(each.building, each.stairs, [door.door for door in each.doors]) for each in found] == [
        ("2栋", "1单元", ["1单元301"]),
        ("2栋", "2单元", ["2单元201", "2单元1001"]),
        ("2栋", "10单元", ["10-101"]),
        ("10栋", "", ["101"]),
        ("", "", ["1"]),
    ]
