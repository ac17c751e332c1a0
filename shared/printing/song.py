"""The Chinese font of all PDFs. A subset of it stands in each file: what is printed, searched and copied is the same
everywhere, on computers without a Chinese font and at a print shop too."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

SONG = "Song"
"""Its name for styles and canvases."""
SONG_ALONE: dict[str, Any] = {"initialFontName": SONG, "invariant": 1}
"""What documents and canvases are made with: no page begins in Helvetica, which is not in the file, and the same
contents give the same bytes."""
_FILE = Path(__file__).with_name("song.ttf")
_LACKING = "〓"
_one_at_a_time = threading.Lock()


def register_song() -> None:
    """To be called before a PDF is made. Read once in a process: 13 MB, a quarter of a second."""
    with _one_at_a_time:
        if SONG not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(_Song(SONG, str(_FILE), asciiReadable=False))


class _Song(TTFont):
    """With a sign in place of what the font lacks, for several threads, and with text that can be copied."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._shown = _Shown(self.face.charToGlyph)
        self._width = cache(self._width_of)

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802, ARG002 - reportlab's
        """Paragraphs in Chinese ask for each sign by itself, so that this is half of their making."""
        return sum(map(self._width, text)) * size / 1000

    def _width_of(self, sign: str) -> float:
        """In thousandths of the size."""
        return float(sum(self.face.getCharWidth(ord(each)) for each in sign.translate(self._shown)))

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> Any:  # noqa: N802 - reportlab's name
        return super().splitString(text.translate(self._shown), doc, encoding)

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """reportlab reads the glyphs with one pointer for all documents, and writes signs beyond Unicode's first plane
        with five figures where PDF wants two surrogates."""
        with _one_at_a_time:
            super().addObjects(doc)
        for name, each in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                each.content = re.sub(r"(?<= <)[0-9A-F]{5,6}(?=>)", _surrogates, each.content)


def _surrogates(found: re.Match[str]) -> str:
    return chr(int(found[0], 16)).encode("utf-16-be").hex().upper()


class _Shown(dict[int, int | str | None]):
    """For `str.translate`: each sign as itself where the font has it; nothing for what is not seen anyway."""

    def __init__(self, glyphs: dict[int, int]) -> None:
        super().__init__((code, code) for code in glyphs)

    def __missing__(self, code: int) -> str | None:
        kind = unicodedata.category(chr(code))
        shown = " " if kind in {"Cc", "Zl", "Zp", "Zs"} else None if kind in {"Cf", "Mn", "Me"} else _LACKING
        return self.setdefault(code, shown)  # type: ignore[return-value]
