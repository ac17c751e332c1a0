# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0"]
# ///
"""Makes `song.ttf`: Noto Serif SC with quadratic outlines, the only ones that reportlab can put into a PDF.

The source is the file NotoSerifSC-Regular.otf, version 2.003, of the project noto-cjk (Serif/SubsetOTF/SC); the PyPI
package pylopdf-fonts-zh-cn 0.1.1 brings it unchanged. Run once for each new version of the source:

    .venv/bin/uv run shared/printing/make_song.py NotoSerifSC-Regular.otf

Left out are what reportlab does not read (alternates, kerning, vertical writing), hints, and signs outside the ranges
below. Two minutes; the same source gives the same bytes.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

SOURCE = "e8f396decc1f0963a016a989c3d8852e863d1350996f573860a80767c83a1cd3"
TARGET = Path(__file__).with_name("song.ttf")
NAME = "Shequ Song"
_RANGES = ((0x20, 0xA000), (0xF900, 0x10000), (0x20000, 0x40000))
"""Letters, punctuation, signs of GBK, Chinese characters; not the squared Latin of the first supplementary plane."""
_DEVIATION = 1  # thousandths of the square: 0.06 points in the largest title of a poster
_DROPPED = ["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
_LIMITS = ("Zones", "TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements",
           "SizeOfInstructions", "ComponentElements", "Points", "Contours", "CompositePoints", "CompositeContours",
           "ComponentDepth")  # fmt: skip


def main(source: Path) -> None:
    if hashlib.sha256(source.read_bytes()).hexdigest() != SOURCE:
        sys.exit(f"{source} is not the file that this script was written for.")
    font = TTFont(source, recalcTimestamp=False)
    _cut(font)
    _redraw(font)
    _rename(font)
    font.save(TARGET)


def _cut(font: TTFont) -> None:
    options = Options()
    options.layout_features, options.hinting, options.desubroutinize = [], False, True
    options.drop_tables += _DROPPED
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[each for each in font.getBestCmap() if any(a <= each < b for a, b in _RANGES)])
    subsetter.subset(font)


def _redraw(font: TTFont) -> None:
    """Each outline of cubic curves as one of quadratic curves, and the tables that go with them."""
    glyphs, order, drawn = font.getGlyphSet(), font.getGlyphOrder(), newTable("glyf")
    drawn.glyphOrder, drawn.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, _DEVIATION, reverse_direction=True))
        drawn.glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), drawn
    del font["CFF "]
    font["maxp"].tableVersion = 0x00010000
    for limit in _LIMITS:
        setattr(font["maxp"], f"max{limit}", int(limit == "Zones"))
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


def _rename(font: TTFont) -> None:
    """Under a name of its own, since it is changed; short, since each PDF carries it along."""
    names = font["name"]
    licence = "Made from Noto Serif SC. SIL Open Font License 1.1, https://openfontlicense.org"
    kept = {0: names.getDebugName(0), 13: licence}
    names.names = []
    for number, text in {**kept, 1: NAME, 2: "Regular", 4: NAME, 6: NAME.replace(" ", "")}.items():
        names.setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
