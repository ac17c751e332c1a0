"""Doors to call at, on paper: in large type, stairs by stairs, with boxes to tick and room for what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table

from services.notices.domain.printing.numbered import Numbered
from services.notices.domain.printing.styles import INK, RED, SOFT, escaped
from shared.printing.song import SONG, SONG_ALONE, register_song

_WIDTH, _HEIGHT = A4
_MARGIN, _HEAD, _FOOT = 14 * mm, 35 * mm, 22 * mm
_COLUMNS = (38 * mm, 30 * mm, 21 * mm, 44 * mm, 49 * mm)
_SIZE = 14
_PADDING = 12  # of a cell, left and right together
_LEAST_HEIGHT = 15 * mm  # of a line: room for a sentence by hand
_TITLE_SIGNS = 34  # that stand on one line of the head
_CELL = ParagraphStyle("cell", fontName=SONG, fontSize=_SIZE, leading=_SIZE * 1.3, wordWrap="CJK", textColor=INK)
_TICKS = ParagraphStyle("ticks", parent=_CELL, fontSize=11, leading=17)
_GROUP = ParagraphStyle("group", parent=_CELL, fontSize=16, leading=21, textColor=RED)
_LINES = [
    ("GRID", (0, 1), (-1, -1), 0.7, SOFT),
    ("SPAN", (0, 0), (-1, 0)),
    ("LEFTPADDING", (0, 0), (-1, 0), 0),
    ("VALIGN", (0, 1), (-1, -1), "MIDDLE"),
    ("FONT", (0, 0), (-1, -1), SONG, _SIZE),
    ("TEXTCOLOR", (0, 1), (-1, -1), INK),
]


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call on; `calls` is how often nobody was at home."""

    door: str
    name: str
    calls: int


@dataclass(frozen=True, slots=True)
class Group:
    """`heading` says where it is: building and stairs."""

    heading: str
    calls: Sequence[Call]


@dataclass(frozen=True, slots=True)
class DoorList:
    """`told` stands below the notice's title: the day, how many. `header` are the words of the five columns, `ticks`
    what can come of a visit."""

    community: str
    name: str
    title: str
    told: str
    header: tuple[str, str, str, str, str]
    ticks: Sequence[str]
    groups: Sequence[Group]
    nobody: str


def door_list_pdf(wanted: DoorList) -> bytes:
    """The same list gives the same bytes each time."""
    register_song()
    written = BytesIO()
    flow = [_table(wanted, group) for group in wanted.groups] or [Paragraph(escaped(wanted.nobody), _CELL)]
    _Sheets(written, wanted).build(flow, canvasmaker=Numbered)
    return written.getvalue()


class _Sheets(BaseDocTemplate):  # type: ignore[misc] # reportlab publishes no types
    def __init__(self, written: BytesIO, wanted: DoorList) -> None:
        title = f"{wanted.name} {wanted.title}"
        super().__init__(written, pagesize=A4, title=title, author=wanted.community, **SONG_ALONE)
        self._wanted = wanted
        frame = Frame(_MARGIN, _FOOT, sum(_COLUMNS), _HEIGHT - _HEAD - _FOOT, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self._draw_head)])

    def _draw_head(self, canvas: Canvas, _: Any) -> None:
        """On each page: sheets are handed out one by one."""
        wanted = self._wanted
        canvas.setFillColor(RED)
        canvas.setFont(SONG, 18)
        canvas.drawString(_MARGIN, _HEIGHT - 14 * mm, wanted.name)
        canvas.drawRightString(_WIDTH - _MARGIN, _HEIGHT - 14 * mm, wanted.community)
        canvas.setFillColor(INK)
        canvas.setFont(SONG, 13)
        canvas.drawString(_MARGIN, _HEIGHT - 21 * mm, _shortened(wanted.title))
        canvas.setFont(SONG, 11)
        canvas.drawString(_MARGIN, _HEIGHT - 27 * mm, wanted.told)
        canvas.setFillColor(SOFT)
        for number, word in enumerate(wanted.header):
            canvas.drawString(_MARGIN + sum(_COLUMNS[:number]) + _PADDING / 2, _HEIGHT - 34 * mm, word)


def _table(wanted: DoorList, group: Group) -> Flowable:
    """Its heading stands on each page that it flows on to."""
    boxes = [f"□{escaped(each)}" for each in wanted.ticks]
    ticks = Paragraph("<br/>".join("　".join(boxes[at : at + 2]) for at in range(0, len(boxes), 2)), _TICKS)
    rows: list[list[Any]] = [[Paragraph(escaped(group.heading), _GROUP), "", "", "", ""]]
    rows += [
        [_cell(call.door or "–", 0), _cell(call.name, 1), str(call.calls or ""), ticks, ""] for call in group.calls
    ]
    heights = [None, *(max(_LEAST_HEIGHT, _height(call)) for call in group.calls)]
    return Table(rows, colWidths=_COLUMNS, rowHeights=heights, repeatRows=1, style=_LINES, spaceBefore=3 * mm)


def _cell(text: str, column: int) -> Any:
    """Setting a paragraph takes long: only what needs several lines is one."""
    return text if _lines(text, column) == 1 else Paragraph(escaped(text), _CELL)


def _height(call: Call) -> float:
    return max(_lines(call.door, 0), _lines(call.name, 1)) * _SIZE * 1.3 + 8


def _lines(text: str, column: int) -> int:
    """By the square that each sign takes."""
    return 1 + int(len(text) * _SIZE / (_COLUMNS[column] - _PADDING))


def _shortened(title: str) -> str:
    return title if len(title) <= _TITLE_SIGNS else f"{title[: _TITLE_SIGNS - 1]}…"
