"""A notice as a poster for the board: large type on A4 or A3, as large as lets it stand on one page; a longer one flows
on. A QR code leads to the page on the web."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from typing import Any

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table

from services.notices.domain.markdown_blocks import Runs, blocks, plain
from services.notices.domain.printing.numbered import Numbered
from services.notices.domain.printing.styles import INK, RED, SOFT, escaped
from shared.printing.song import SONG, SONG_ALONE, register_song

_MARGIN, _HEAD, _FOOT, _QR_SIDE = 18 * mm, 30 * mm, 46 * mm, 30 * mm
_SIZES = (30, 27, 24, 21, 18, 16)
"""Points of the body on A4, the largest first; the last is still read from two steps away."""
_LINE = HexColor("#d8d3c8")
_TITLE_SIGNS = 14  # of a title that is set at its largest


class Size(StrEnum):
    A4 = "A4"
    A3 = "A3"

    @property
    def factor(self) -> float:
        """A sheet is the one before it, the square root of two as wide and as high."""
        return 1.0 if self is Size.A4 else 2**0.5


@dataclass(frozen=True, slots=True)
class Poster:
    """`foot` are the lines beside the code: who publishes it, since when, until when. `language` is the words'."""

    community: str
    kind: str
    title: str
    body: str
    language: str
    foot: tuple[str, ...]
    scan: str
    address: str


@lru_cache(maxsize=32)
def poster_pdf(poster: Poster, size: Size) -> bytes:
    """The same poster gives the same bytes each time."""
    register_song()
    for points in (each for each in _SIZES[:-1] if _may_fit(poster.body, each)):
        with suppress(_TooLong):
            return _build(poster, size, points, on_one_page=True)
    return _build(poster, size, _SIZES[-1], on_one_page=False)


def _may_fit(body: str, points: int) -> bool:
    """By the square that each sign takes, so that nobody waits for a long text to be set at each size in vain."""
    room = (A4[0] - 2 * _MARGIN) * (A4[1] - _HEAD - _FOOT)
    return bool(len(body) * points * points < room)


def _build(poster: Poster, size: Size, points: int, *, on_one_page: bool) -> bytes:
    written = BytesIO()
    sheet = _Sheet(written, poster, size.factor, on_one_page=on_one_page)
    flow = [*_title(poster, size.factor), *_body(poster, points * size.factor, sheet.room)]
    sheet.build(flow, canvasmaker=Numbered)
    return written.getvalue()


class _TooLong(Exception):
    """The text does not stand on one page at this size."""


class _Sheet(BaseDocTemplate):  # type: ignore[misc] # reportlab publishes no types
    def __init__(self, written: BytesIO, poster: Poster, factor: float, *, on_one_page: bool) -> None:
        self.width_, self.height_ = A4[0] * factor, A4[1] * factor
        options = {"title": poster.title, "author": poster.community}
        super().__init__(written, pagesize=(self.width_, self.height_), **options, **SONG_ALONE)
        self._poster, self._factor, self._on_one_page = poster, factor, on_one_page
        self.room = self.width_ - 2 * _MARGIN * factor
        height = self.height_ - (_HEAD + _FOOT) * factor
        frame = Frame(_MARGIN * factor, _FOOT * factor, self.room, height, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self._draw)])

    def _draw(self, canvas: Canvas, _: Any) -> None:
        """In the measures of A4, whatever the sheet."""
        if self._on_one_page and self.page > 1:
            raise _TooLong
        canvas.saveState()
        canvas.scale(self._factor, self._factor)
        width, height = A4
        canvas.setFillColor(RED)
        canvas.rect(0, height - 20 * mm, width, 20 * mm, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#ffffff"))
        canvas.setFont(SONG, 22)
        canvas.drawString(_MARGIN, height - 14 * mm, self._poster.community[:20])
        canvas.drawRightString(width - _MARGIN, height - 14 * mm, self._poster.kind)
        self._draw_foot(canvas, width)
        canvas.restoreState()

    def _draw_foot(self, canvas: Canvas, width: float) -> None:
        canvas.setStrokeColor(RED)
        canvas.setLineWidth(1.2)
        canvas.line(_MARGIN, _FOOT - 4 * mm, width - _MARGIN, _FOOT - 4 * mm)
        _draw_qr(canvas, self._poster.address, width - _MARGIN - _QR_SIDE, 8 * mm)
        canvas.setFillColor(INK)
        for number, line in enumerate(self._poster.foot):
            canvas.setFont(SONG, 13)
            canvas.drawString(_MARGIN, _FOOT - 12 * mm - number * 6.5 * mm, line)
        canvas.setFillColor(SOFT)
        canvas.setFont(SONG, 10)
        canvas.drawRightString(width - _MARGIN - _QR_SIDE - 4 * mm, 12 * mm, self._poster.scan)
        canvas.setFont(SONG, 7)
        canvas.drawString(_MARGIN, 5 * mm, self._poster.address)


def _draw_qr(canvas: Canvas, address: str, x: float, y: float) -> None:
    rows = segno.make(address, error="m").matrix
    side = _QR_SIDE / len(rows)
    canvas.setFillColor(INK)
    for number, row in enumerate(rows):
        for column, dark in enumerate(row):
            if dark:
                canvas.rect(x + column * side, y + _QR_SIDE - (number + 1) * side, side, side, stroke=0, fill=1)


def _title(poster: Poster, factor: float) -> Iterator[Flowable]:
    size = max(26.0, min(40.0, 40.0 * _TITLE_SIGNS / max(len(poster.title), 1))) * factor
    yield Paragraph(
        escaped(poster.title), _style(poster, size, alignment=TA_CENTER, textColor=RED, leading=size * 1.35)
    )
    yield Spacer(1, 6 * mm * factor)


def _body(poster: Poster, size: float, room: float) -> Iterator[Flowable]:
    text = _style(poster, size, spaceAfter=size * 0.5)
    heading = _style(
        poster, size * 1.1, textColor=RED, spaceBefore=size * 0.3, spaceAfter=size * 0.3, keepWithNext=True
    )
    for block in blocks(poster.body):
        if block.rows:
            yield _table(poster, block.rows, size, room)
            yield Spacer(1, size * 0.6)
        elif block.kind == "heading":
            yield Paragraph(_marked(block.runs), heading)
        elif block.kind == "item":
            indent = size * 1.6 * block.depth
            item = ParagraphStyle("item", parent=text, leftIndent=indent, bulletIndent=indent - size * 1.4)
            item.bulletFontName, item.bulletFontSize = SONG, size
            yield Paragraph(_marked(block.runs), item, bulletText=block.label or None)
        else:
            yield Paragraph(_marked(block.runs), text)


def _table(poster: Poster, rows: Sequence[Sequence[Runs]], size: float, room: float) -> Flowable:
    """Figures stand on the right; a row is never broken over two pages unless it is longer than one."""
    cell = _style(poster, size * 0.85)
    number = _style(poster, size * 0.85, alignment=2)
    wide = max(map(len, rows))
    cells = [
        [
            Paragraph(_marked(runs), number if column and _is_figure(plain(runs)) else cell)
            for column, runs in enumerate(row)
        ]
        + [""] * (wide - len(row))
        for row in rows
    ]
    lines = [
        ("FONTNAME", (0, 0), (-1, -1), SONG),
        ("GRID", (0, 0), (-1, -1), 0.7, SOFT),
        ("BACKGROUND", (0, 0), (-1, 0), _LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    return Table(cells, colWidths=[room / wide] * wide, repeatRows=1, style=lines, splitInRow=1)


def _is_figure(text: str) -> bool:
    return bool(text) and set(text.strip()) <= set("0123456789.,-%元 ")


def _style(poster: Poster, size: float, **options: object) -> ParagraphStyle:
    """Chinese breaks anywhere, English between words."""
    given: dict[str, object] = {"fontName": SONG, "fontSize": size, "leading": size * 1.5, "textColor": INK, **options}
    return ParagraphStyle("poster", wordWrap="CJK" if poster.language == "zh" else None, **given)


def _marked(runs: Runs) -> str:
    """The font has no bold: what is strong is red."""
    return "".join(
        f'<font color="{RED.hexval().replace("0x", "#")}">{_lines(run.text)}</font>' if run.strong else _lines(run.text)
        for run in runs
    )


def _lines(text: str) -> str:
    return escaped(text).replace("\n", "<br/>")
