"""How printed words look."""

from __future__ import annotations

from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle

from shared.printing.song import SONG

RED, INK, SOFT = HexColor("#a61b1b"), HexColor("#1f2328"), HexColor("#57606a")


def _style(name: str, size: float, **options: object) -> ParagraphStyle:
    """Lines break between any two Chinese characters."""
    given = {"fontName": SONG, "fontSize": size, "leading": size * 1.6, "wordWrap": "CJK", "textColor": INK, **options}
    return ParagraphStyle(name, **given)


_TEXT: dict[str, object] = {"alignment": TA_JUSTIFY, "spaceAfter": 3}
_BAND: dict[str, object] = {
    "textColor": HexColor("#ffffff"),
    "backColor": RED,
    "borderPadding": (2, 6, 3, 6),
    "leftIndent": 6,
    "rightIndent": 6,
    "spaceBefore": 12,
    "spaceAfter": 9,
    "leading": 15,
}

STYLES = {
    style.name: style
    for style in (
        _style("text", 10.5, firstLineIndent=21, **_TEXT),
        _style("item", 10.5, leftIndent=10.5, **_TEXT),
        _style("quote", 10.5, leftIndent=21, **{**_TEXT, "textColor": SOFT}),
        _style("table", 9.5, spaceAfter=3),
        _style("heading", 12, spaceBefore=4, keepWithNext=True),
        _style("article", 14.5, leading=20, spaceBefore=6, keepWithNext=True),
        _style("day", 9, textColor=SOFT, spaceAfter=2, keepWithNext=True),
        _style("contents", 10.5, leading=17),
        _style("rubric", 12, keepWithNext=True, **_BAND),
        _style("rubric_of_contents", 12, **_BAND),  # its table may be split over two columns
    )
}


def escaped(text: str) -> str:
    """reportlab reads `<` and `&` as markup."""
    return escape(text)
