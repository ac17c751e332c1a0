"""Pages that say which of how many they are."""

from __future__ import annotations

from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from services.notices.domain.printing.styles import INK
from shared.printing.song import SONG


class Numbered(Canvas):  # type: ignore[misc] # reportlab publishes no types
    """Pages are written when it is known how many there are; one alone needs no number."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._done: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._done.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._done, 1):
            self.__dict__.update(page)
            if len(self._done) > 1:
                self.setFillColor(INK)
                self.setFont(SONG, 13)
                self.drawCentredString(self._pagesize[0] / 2, 14 * mm, f"{number} / {len(self._done)}")
            super().showPage()
        super().save()
