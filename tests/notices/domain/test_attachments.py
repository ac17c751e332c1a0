from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.domain.attachments import LARGEST, FileKind, file_name, recognise
from shared.errors import Refusal, TooLarge, UnsupportedFile
from tests.notices.files import DOCX, JPEG, PDF, PNG, XLSX, office_file

KINDS = {PDF: FileKind.PDF, JPEG: FileKind.JPEG, PNG: FileKind.PNG, XLSX: FileKind.XLSX, DOCX: FileKind.DOCX}


@pytest.mark.parametrize(("content", "kind"), KINDS.items(), ids=[str(kind) for kind in KINDS.values()])
def test_a_file_is_known_by_its_content(content: bytes, kind: FileKind) -> None:
    assert recognise(content) is kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "attachment_unreadable"),
        (b"<html><script>alert(1)</script>", "attachment_unreadable"),
        (b"MZ\x90\x00", "attachment_unreadable"),
        (b"GIF89a", "attachment_unreadable"),
        (b" %PDF-1.4 %%EOF", "attachment_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office_file"),
        (PDF[:20], "attachment_incomplete"),
        (XLSX[:60], "attachment_incomplete"),
        (office_file("evil.exe"), "attachment_unreadable"),
        (office_file("xl/workbook.xml", "xl/vbaProject.bin"), "attachment_with_macros"),
    ],
    ids=[
        "empty",
        "page",
        "program",
        "picture",
        "not at the start",
        "old",
        "half a PDF",
        "half a ZIP",
        "other",
        "macros",
    ],
)
def test_what_is_none_of_them_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(UnsupportedFile) as refused:
        recognise(content)
    assert refused.value.code == code


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(TooLarge):
        recognise(b"%PDF-" + b"0" * LARGEST)


@pytest.mark.parametrize("name", ["收支.exe", "收支.png", "收支.pdf.exe", "a.html"])
def test_a_name_that_says_another_kind_than_the_content_is_refused(name: str) -> None:
    with pytest.raises(UnsupportedFile) as refused:
        file_name(name, FileKind.PDF)
    assert refused.value.code == "attachment_disguised"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("收支表.PDF", "收支表.pdf"),
        ("C:\\表\\收支 1.pdf", "收支 1.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("收\u202efdp.pdf", "收fdp.pdf"),
        ('a"\r\nSet-Cookie: x.pdf', 'a"Set-Cookie: x.pdf'),
        ("", "file.pdf"),
        (None, "file.pdf"),
    ],
)
def test_a_name_is_kept_without_folders_and_signs_that_deceive(given_name: str | None, kept: str) -> None:
    assert file_name(given_name, FileKind.PDF) == kept


@settings(max_examples=60)
@given(st.text(max_size=200), st.binary(max_size=60))
def test_no_name_and_no_content_breaks_it(name: str, content: bytes) -> None:
    for attempt in (lambda: file_name(name, FileKind.PNG), lambda: recognise(b"PK\x03\x04" + content)):
        try:
            attempt()
        except Refusal:
            continue
    try:
        kept = file_name(name, FileKind.PNG)
    except UnsupportedFile:
        return
    assert kept.endswith(".png")
    assert "/" not in kept
    assert kept.isprintable() or not name.isprintable()
