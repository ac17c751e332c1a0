"""The geometry of bar charts: numbers for the SVG templates, which do no arithmetic.

Each candidate, or group of electors, has a line of text with the bar under it, so that a phone shows long names in
readable size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.elections.domain.polling.participation import Figures, Line
from services.elections.domain.rules.numbers import Share

WIDTH = 310  # user units, about the pixels of a phone's column: text keeps its size there
_ROW = 48
_NAME_AT = 16  # baseline of a row's text
_BAR_AT = 23
_BAR_HEIGHT = 14
_CAPTION = 26
_LONGEST_NAME = 11  # characters that leave room for votes and mark; the table below has the whole name


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    votes: int
    elected: bool
    text_y: int
    bar_y: int
    bar_width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """`threshold_x` is where the bar of someone with exactly the share that must be passed would end."""

    bars: tuple[Bar, ...]
    height: int
    bar_height: int
    threshold_x: float
    caption_y: int
    threshold: str
    width: int = WIDTH


def bar_chart(standings: Sequence[dict[str, Any]], voted: int, share: Share) -> Chart:
    """The full width stands for all who voted: nobody can have more votes."""
    height = len(standings) * _ROW
    return Chart(
        bars=tuple(_bar(place, standing, voted) for place, standing in enumerate(standings)),
        height=height + _CAPTION,
        bar_height=_BAR_HEIGHT,
        threshold_x=round(WIDTH * share.of / share.times, 1),
        caption_y=height + _CAPTION - 8,
        threshold=_number(voted * share.of, share.times),
    )


@dataclass(frozen=True, slots=True)
class TurnoutBar:
    """`last_x` is where the last term's bar ended, None where nothing is known of it."""

    line: Line
    text_y: int
    bar_y: int
    bar_width: float
    last_x: float | None


@dataclass(frozen=True, slots=True)
class TurnoutChart:
    bars: tuple[TurnoutBar, ...]
    height: int
    bar_height: int = _BAR_HEIGHT
    width: int = WIDTH


def turnout_chart(lines: Sequence[Line]) -> TurnoutChart:
    """The full width stands for all electors of a line. Lines of which nobody may know who came have no bar."""
    shown = [line for line in lines if line.now.came is not None]
    return TurnoutChart(tuple(_turnout_bar(place, line) for place, line in enumerate(shown)), len(shown) * _ROW)


def _turnout_bar(place: int, line: Line) -> TurnoutBar:
    top = place * _ROW
    return TurnoutBar(line, top + _NAME_AT, top + _BAR_AT, _share(line.now) or 0, _share(line.last))


def _share(figures: Figures) -> float | None:
    """A register may hold more papers than electors are left on the roll: the bar ends where the width does."""
    if figures.came is None or not figures.electors:
        return None
    return round(min(WIDTH * figures.came / figures.electors, WIDTH), 1)


def _bar(place: int, standing: dict[str, Any], voted: int) -> Bar:
    top = place * _ROW
    return Bar(
        name=_shortened(standing["name"]),
        votes=standing["votes"],
        elected=standing["elected"],
        text_y=top + _NAME_AT,
        bar_y=top + _BAR_AT,
        bar_width=round(WIDTH * standing["votes"] / max(voted, 1), 1),
    )


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _number(part: int, whole: int) -> str:
    """`1601, 2` → `800.5`: the exact number that must be passed."""
    return str(part // whole) if part % whole == 0 else f"{part / whole:.1f}"
