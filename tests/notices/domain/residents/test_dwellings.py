"""The order of buildings and doors."""

from __future__ import annotations

from services.notices.domain.residents.dwellings import counted


def test_figures_in_names_are_compared_as_figures() -> None:
    names = ["10栋", "2栋", "2栋甲", "甲楼", "1栋", ""]
    assert sorted(names, key=counted) == ["", "1栋", "2栋", "2栋甲", "10栋", "甲楼"]
