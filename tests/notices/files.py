"""Small files of each kind that may hang with a notice."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(shade: int = 0, kind: str = "JPEG", *, size: tuple[int, int] = (24, 16), **written: Any) -> bytes:
    """A small picture, its left half white; `written` is what goes to Pillow's writer beside it."""
    drawn = Image.new("RGB", size, (shade, shade, shade))
    drawn.paste("white", (0, 0, size[0] // 2, size[1]))
    file = io.BytesIO()
    drawn.save(file, kind, **written)
    return file.getvalue()


JPEG, PNG = picture(), picture(kind="PNG")


def office_file(*parts: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return written.getvalue()


XLSX = office_file("xl/workbook.xml")
DOCX = office_file("word/document.xml")

SECRETS = (b"Canon", b"GPS here", b"Wang Fang", b"a small copy", b"behind the end")
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def exif(turned: int = 1) -> Image.Exif:
    written = Image.Exif()
    written[MAKE], written[ORIENTATION] = "Canon", turned
    written.get_ifd(GPS)[29] = "GPS here"
    return written


def told_png(turned: int = 1) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "Wang Fang")
    texts.add_itxt("XML:com.adobe.xmp", "<x>Wang Fang</x>", zip=False)
    texts.add(b"prVt", b"a small copy")
    return picture(kind="PNG", exif=exif(turned), pnginfo=texts, icc_profile=PROFILE) + b"behind the end"


def told_jpeg(turned: int = 1, **written: object) -> bytes:
    """With EXIF, XMP, a comment, a small copy in the JFIF head, a maker's segment, and a second file behind the end."""
    whole = picture(exif=exif(turned), comment=b"Wang Fang", xmp=b"<x>Wang Fang</x>", icc_profile=PROFILE, **written)
    makers = b"\xff\xed\x00\x0ea small copy" + b"\xff\xff\xe5\x00\x0ea small copy"  # a byte to fill may stand before
    return whole[:2] + makers + whole[2:] + b"behind the end"
