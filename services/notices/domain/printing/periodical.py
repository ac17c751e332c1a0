"""An issue of a community's own paper: A4, two columns, its name on top, a table of contents, numbered pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import groupby
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents, defaultTableStyle

from services.notices.domain.markdown_blocks import Block, blocks
from services.notices.domain.periodical import Article
from services.notices.domain.printing.styles import INK, RED, SOFT, STYLES, escaped
from shared.printing.song import SONG, SONG_ALONE, register_song

_WIDTH, _HEIGHT = A4
_MARGIN, _GUTTER = 16 * mm, 8 * mm
_COLUMN = (_WIDTH - 2 * _MARGIN - _GUTTER) / 2
_FOOT, _MASTHEAD, _RUNNING_HEAD = 18 * mm, 44 * mm, 20 * mm
_LONGEST_ENTRY = 20
_TITLE = "article"
"""The style of what the table of contents lists."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """`number` is None for an issue that is not out yet; each page of it says so."""

    community: str
    number: int | None
    month: date
    published_on: date | None
    address: str

    @property
    def paper(self) -> str:
        return f"{self.community}报"

    @property
    def issue(self) -> str:
        number = "未出刊" if self.number is None else f"第{self.number}期"
        return f"{self.month.year}年{self.month.month}月 · {number}"


def periodical_pdf(masthead: Masthead, front: str | None, articles: Sequence[Article]) -> bytes:
    register_song()
    written = BytesIO()
    paper = _Paper(written, masthead)
    paper.multiBuild([*_first_page(front), *_body(articles)])
    return written.getvalue()


class _Paper(BaseDocTemplate):  # type: ignore[misc] # reportlab publishes no types
    def __init__(self, written: BytesIO, masthead: Masthead) -> None:
        title = f"{masthead.paper} {masthead.issue}"
        super().__init__(written, pagesize=A4, title=title, author=f"{masthead.community}居民委员会", **SONG_ALONE)
        self._masthead = masthead
        self.addPageTemplates(
            [
                PageTemplate("first", _columns(_MASTHEAD), onPage=self._draw_first),
                PageTemplate("later", _columns(_RUNNING_HEAD), onPage=self._draw_later),
            ]
        )

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Tells the table of contents on which page a title came to stand."""
        if isinstance(flowable, Paragraph) and flowable.style.name == _TITLE:
            self.canv.bookmarkPage(flowable.key)
            self.canv.addOutlineEntry(flowable.getPlainText(), flowable.key, 0)
            self.notify("TOCEntry", (0, escaped(_shortened(flowable.getPlainText())), self.page, flowable.key))

    def _draw_first(self, canvas: Canvas, _: Any) -> None:
        head = self._masthead
        canvas.setFillColor(RED)
        canvas.setFont(SONG, _fitting(head.paper, 38))
        canvas.drawCentredString(_WIDTH / 2, _HEIGHT - 28 * mm, head.paper)
        _rule(canvas, _HEIGHT - 33 * mm, 1.6)
        canvas.setFillColor(INK)
        canvas.setFont(SONG, 10)
        canvas.drawString(_MARGIN, _HEIGHT - 38 * mm, head.issue)
        canvas.drawCentredString(_WIDTH / 2, _HEIGHT - 38 * mm, f"{head.community}居民委员会主办")
        if head.published_on:
            canvas.drawRightString(_WIDTH - _MARGIN, _HEIGHT - 38 * mm, f"{_day(head.published_on)}出刊")
        _rule(canvas, _HEIGHT - 40.5 * mm, 0.5)
        self._draw_foot(canvas)

    def _draw_later(self, canvas: Canvas, _: Any) -> None:
        canvas.setFillColor(SOFT)
        canvas.setFont(SONG, 9)
        canvas.drawString(_MARGIN, _HEIGHT - 13 * mm, self._masthead.paper)
        canvas.drawRightString(_WIDTH - _MARGIN, _HEIGHT - 13 * mm, self._masthead.issue)
        _rule(canvas, _HEIGHT - 15 * mm, 0.5)
        self._draw_foot(canvas)

    def _draw_foot(self, canvas: Canvas) -> None:
        canvas.setStrokeColor(HexColor("#d8d3c8"))
        canvas.setLineWidth(0.5)
        canvas.line(_WIDTH / 2, _FOOT, _WIDTH / 2, _HEIGHT - (_MASTHEAD if self.page == 1 else _RUNNING_HEAD))
        canvas.setFillColor(SOFT)
        canvas.setFont(SONG, 9)
        canvas.drawString(_MARGIN, 10 * mm, self._masthead.address)
        canvas.drawRightString(_WIDTH - _MARGIN, 10 * mm, f"第{self.page}页")
        if self._masthead.number is None:
            self._draw_draft(canvas)

    def _draw_draft(self, canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillColor(RED, alpha=0.12)
        canvas.translate(_WIDTH / 2, _HEIGHT / 2)
        canvas.rotate(45)
        canvas.setFont(SONG, 90)
        canvas.drawCentredString(0, 0, "未出刊样稿")
        canvas.restoreState()


def _columns(head: float) -> list[Frame]:
    height = _HEIGHT - head - _FOOT
    lefts = (_MARGIN, _MARGIN + _COLUMN + _GUTTER)
    return [Frame(left, _FOOT, _COLUMN, height, 0, 0, 0, 0) for left in lefts]


def _first_page(front: str | None) -> Iterator[Flowable]:
    yield NextPageTemplate("later")
    if front:
        yield Paragraph("卷首语", STYLES["rubric"])
        yield from _text(front)
    yield Paragraph("本期目录", STYLES["rubric_of_contents"])
    style = TableStyle([("FONTNAME", (0, 0), (-1, -1), SONG)], parent=defaultTableStyle)
    contents = TableOfContents(dotsMinLevel=0, tableStyle=style)
    contents.levelStyles = [STYLES["contents"]]
    yield contents


def _body(articles: Sequence[Article]) -> Iterator[Flowable]:
    for rubric, group in groupby(articles, key=lambda each: each.rubric):
        yield Paragraph(rubric, STYLES["rubric"])
        for number, each in enumerate(group):
            if number:
                yield _line_between()
            title = Paragraph(escaped(each.title), STYLES[_TITLE])
            title.key = str(each.id)
            yield title
            yield Paragraph(_day(each.day), STYLES["day"])
            yield from _text(each.body)


def _line_between() -> Flowable:
    line = HRFlowable(width="100%", thickness=0.4, color=HexColor("#d8d3c8"), spaceBefore=6, spaceAfter=2)
    line.keepWithNext = True
    return line


def _text(markdown: str) -> Iterator[Flowable]:
    for block in blocks(markdown):
        yield Paragraph(_words(block), STYLES[block.kind])


def _words(block: Block) -> str:
    """A table becomes a line for each row: a column of the paper is too narrow for more."""
    lines = "<br/>".join(escaped(line) for line in block.text.split("\n"))
    return f"{escaped(block.label)} {lines}" if block.label else lines


def _rule(canvas: Canvas, height: float, width: float) -> None:
    canvas.setStrokeColor(RED)
    canvas.setLineWidth(width)
    canvas.line(_MARGIN, height, _WIDTH - _MARGIN, height)


def _fitting(text: str, size: float) -> float:
    """The size at which the paper's name stays on one line."""
    room = _WIDTH - 2 * _MARGIN
    width = float(pdfmetrics.stringWidth(text, SONG, size))
    return float(min(size, size * room / max(width, 1)))


def _shortened(title: str) -> str:
    """To one line of the table of contents."""
    return title if len(title) <= _LONGEST_ENTRY else f"{title[: _LONGEST_ENTRY - 1]}…"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
