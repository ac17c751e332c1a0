from __future__ import annotations

from typing import Any

import pytest

from services.elections.domain.rules.numbers import at_least_third, more_than_half
from services.elections.pages.charts import WIDTH, bar_chart


def _standing(votes: int, name: str = "张三", *, elected: bool = False) -> dict[str, Any]:
    return {"name": name, "votes": votes, "elected": elected}


def test_the_full_width_stands_for_all_who_voted() -> None:
    chart = bar_chart([_standing(800), _standing(200), _standing(0)], 800, more_than_half)
    assert [bar.bar_width for bar in chart.bars] == [WIDTH, WIDTH / 4, 0]


def test_the_threshold_is_where_half_of_the_voters_end() -> None:
    assert bar_chart([_standing(1)], 800, more_than_half).threshold_x == WIDTH / 2
    assert bar_chart([_standing(1)], 900, at_least_third).threshold_x == pytest.approx(WIDTH / 3, abs=0.1)


@pytest.mark.parametrize(("voted", "threshold"), [(800, "400"), (801, "400.5"), (0, "0")])
def test_the_threshold_is_told_exactly(voted: int, threshold: str) -> None:
    assert bar_chart([_standing(0)], voted, more_than_half).threshold == threshold


def test_bars_stand_below_each_other_and_leave_room_for_the_threshold() -> None:
    chart = bar_chart([_standing(1), _standing(2)], 4, more_than_half)
    assert chart.bars[0].bar_y + chart.bar_height < chart.bars[1].text_y
    assert chart.bars[1].bar_y + chart.bar_height < chart.caption_y < chart.height


def test_a_long_name_is_shortened_to_leave_room_for_the_votes() -> None:
    name = "阿卜杜热合曼·麦麦提伊明·托合提"
    (bar,) = bar_chart([_standing(1, name)], 4, more_than_half).bars
    assert bar.name == "阿卜杜热合曼·麦麦提…"
