"""What a PDF of ours says and carries, read from the file itself: its objects, not what some viewer makes of them."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode

_OBJECT = re.compile(rb"(?m)^(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_SHOWN = re.compile(rb"/(\S+) [\d.]+ Tf|\(((?:[^\\()]|\\.)*)\) Tj", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def fonts_not_in(pdf: bytes) -> list[str]:
    """The fonts that are named only: a print shop refuses the file."""
    return [each for each, files in _fonts(_objects(pdf)).items() if not files]


def text_of(pdf: bytes) -> str:
    """The words in the order in which they were drawn, as they are found and copied."""
    objects = _objects(pdf)
    codes, said = _codes(objects), []
    for body in objects.values():
        if b"/Type" in body or b"/Filter [ /ASCII85Decode" not in body:
            continue
        known: dict[int, str] = {}
        for font, shown in _SHOWN.findall(_stream(body)):
            known = codes.get(font, {}) if font else known
            said += [known[code] for code in _ESCAPED.sub(_plain, shown)]
    return "".join(said)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


def _objects(pdf: bytes) -> dict[bytes, bytes]:
    return dict(_OBJECT.findall(pdf))


def _fonts(objects: dict[bytes, bytes]) -> dict[str, bool]:
    found = {}
    for body in objects.values():
        if name := re.search(rb"/BaseFont /(\S+)", body):
            descriptor = re.search(rb"/FontDescriptor (\d+) 0 R", body)
            found[name[1].decode()] = bool(descriptor) and b"/FontFile2" in objects[descriptor[1]]
    return found


def _codes(objects: dict[bytes, bytes]) -> dict[bytes, dict[int, str]]:
    """What each byte means in each font of the pages."""
    found = {}
    for body in objects.values():
        if (mapping := re.search(rb"/ToUnicode (\d+) 0 R", body)) and (name := re.search(rb"/Name /(\S+)", body)):
            pairs = re.findall(r"<([0-9A-F]{2})> <([0-9A-F]{4,})>\n", _stream(objects[mapping[1]]).decode())
            found[name[1]] = {int(code, 16): bytes.fromhex(sign).decode("utf-16-be") for code, sign in pairs}
    return found


def _stream(body: bytes) -> bytes:
    head, _, rest = body.partition(b"stream\n")
    raw = rest[: int(re.findall(rb"/Length (\d+)", head)[0])]
    if b"/ASCII85Decode" in body:
        raw = a85decode(raw.strip().removeprefix(b"<~").removesuffix(b"~>"))
    return zlib.decompress(raw)


def _plain(escaped: re.Match[bytes]) -> bytes:
    told = escaped[1]
    return bytes([int(told, 8)]) if len(told) == 3 else _LETTERS.get(told, told)
