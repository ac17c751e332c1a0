"""A certificate on paper: one A4 page across, Chinese with English below, and a code that leads to its check."""

from __future__ import annotations

from io import BytesIO

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from services.training.domain.learning.certificates import shown
from services.training.store.tables import Certificate
from shared.printing.song import SONG, SONG_ALONE, register_song
from shared.web.addresses import public_address

_WIDTH, _HEIGHT = landscape(A4)
_MIDDLE = _WIDTH / 2
_RED, _INK, _SOFT = HexColor("#a61b1b"), HexColor("#1f2328"), HexColor("#57606a")
_QR_SIDE = 32 * mm


def certificate_pdf(certificate: Certificate) -> bytes:
    """The same certificate gives the same bytes each time."""
    register_song()
    written = BytesIO()
    canvas = Canvas(written, pagesize=landscape(A4), **SONG_ALONE)
    canvas.setTitle(f"{certificate.title_zh} {certificate.name}")
    canvas.setAuthor(certificate.office)
    _frame(canvas)
    _words(canvas, certificate)
    _check(canvas, certificate)
    canvas.showPage()
    canvas.save()
    return written.getvalue()


def _frame(canvas: Canvas) -> None:
    canvas.setStrokeColor(_RED)
    for inset, width in ((12 * mm, 2.5), (15 * mm, 0.7)):
        canvas.setLineWidth(width)
        canvas.rect(inset, inset, _WIDTH - 2 * inset, _HEIGHT - 2 * inset)


def _words(canvas: Canvas, certificate: Certificate) -> None:
    lines = (
        (_HEIGHT - 48 * mm, "培训结业证书", SONG, 36, _RED),
        (_HEIGHT - 58 * mm, "Certificate of Training", SONG, 15, _SOFT),
        (_HEIGHT - 84 * mm, certificate.name, SONG, 30, _INK),
        (_HEIGHT - 100 * mm, f"于{_day(certificate.held_on)}完成“{certificate.title_zh}”", SONG, 17, _INK),
        (_HEIGHT - 110 * mm, f"共{certificate.hours}学时，准予结业，特发此证。", SONG, 17, _INK),
        (_HEIGHT - 120 * mm, _in_english(certificate), SONG, 12, _SOFT),
    )
    for height, text, font, size, colour in lines:
        canvas.setFillColor(colour)
        canvas.setFont(font, _fitting(text, font, size))
        canvas.drawCentredString(_MIDDLE, height, text)


def _check(canvas: Canvas, certificate: Certificate) -> None:
    """Who gave it, when, until when, and how to check that."""
    address = public_address("certificates_page.check", code=shown(certificate.code))
    _qr(canvas, address, 25 * mm, 24 * mm)
    left, right = 62 * mm, _WIDTH - 30 * mm
    canvas.setFillColor(_INK)
    canvas.setFont(SONG, 11)
    canvas.drawString(left, 46 * mm, f"证书编号 No. {shown(certificate.code)}")
    canvas.drawString(left, 39 * mm, f"有效期 Valid until：{_until(certificate)}")
    canvas.setFillColor(_SOFT)
    canvas.setFont(SONG, 9)
    canvas.drawString(left, 32 * mm, "扫码或登录下列网址可核验真伪 Check it at:")
    canvas.drawString(left, 27 * mm, address)
    canvas.setFillColor(_INK)
    canvas.setFont(SONG, 15)
    canvas.drawRightString(right, 46 * mm, certificate.office)
    canvas.drawRightString(right, 38 * mm, _day(certificate.issued_on))


def _qr(canvas: Canvas, address: str, x: float, y: float) -> None:
    rows = segno.make(address, error="m").matrix
    side = _QR_SIDE / len(rows)
    canvas.setFillColor(_INK)
    for number, row in enumerate(rows):
        for column, dark in enumerate(row):
            if dark:
                canvas.rect(x + column * side, y + _QR_SIDE - (number + 1) * side, side, side, stroke=0, fill=1)


def _fitting(text: str, font: str, size: float) -> float:
    """The size at which a line stays within the frame."""
    room = _WIDTH - 50 * mm
    return min(size, size * room / max(pdfmetrics.stringWidth(text, font, size), 1))


def _in_english(certificate: Certificate) -> str:
    held = certificate.held_on
    return f"has completed {certificate.title_en} ({certificate.hours} hours) on {held.day} {held:%B %Y}"


def _until(certificate: Certificate) -> str:
    return _day(certificate.expires_on) if certificate.expires_on else "长期 no end"


def _day(value: object) -> str:
    return f"{value:%Y}年{value:%m}月{value:%d}日"
