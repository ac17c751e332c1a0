"""Files that are no bundles, made to do harm: each is refused before it can."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from services.elections.domain.archive.checking import check_bundle
from services.elections.domain.archive.contents import RULES, read_rules
from services.elections.domain.archive.packing import pack, read_json, unpack
from shared.errors import Invalid


def zipped(entries: list[tuple[str, bytes]], compression: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, compression)
    return target.getvalue()


def test_what_was_packed_is_read_again() -> None:
    files = {"a.json": b"{}\n", "images/0f.jpg": b"\xff\xd8\xff"}
    assert unpack(pack(files)) == files


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped([("a.json", b"0" * 50_000_000)], zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    with pytest.raises(Invalid) as refused:
        unpack(bomb)
    assert refused.value.code == "bundle_compressed"


@pytest.mark.parametrize("name", ["../a.json", "/etc/passwd", "a/b/c.json", "A.json", "a\\b.json", "", "a.json/"])
def test_a_path_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        unpack(zipped([(name, b"x")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(Invalid) as refused:
        unpack(zipped([("a.json", b"1"), ("a.json", b"2")]))
    assert refused.value.code == "bundle_names"


@pytest.mark.parametrize("where", ["before", "after", "comment"])
def test_anything_beside_the_files_is_refused(where: str) -> None:
    content = pack({"a.json": b"{}\n"})
    if where == "comment":
        target = io.BytesIO(content)
        with zipfile.ZipFile(target, "a") as archive:
            archive.comment = b"hello"
        content = target.getvalue()
    else:
        content = b"x" + content if where == "before" else content + b"x"
    with pytest.raises(Invalid):
        unpack(content)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\0" * 100])
def test_a_file_that_is_no_bundle_is_one_line_of_the_report(content: bytes) -> None:
    report = check_bundle(content)
    assert [line.code for line in report.lines] == ["bundle_unreadable"]


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 100_000,
        b'{"a": 1, "a": 2}\n',
        b"1" * 10_000,
        b"NaN\n",
        b"1.5\n",
        b"{}",
        b"\xff",
    ],
    ids=["deep", "doubled name", "huge number", "no number", "fraction", "no line feed", "no text"],
)
def test_a_text_in_another_form_than_the_hashed_one_is_refused(text: bytes) -> None:
    with pytest.raises(Invalid):
        read_json({"a.json": text}, "a.json")


BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize("rules", [BOMB, b"- a\n", b"a: !!python/name:os.system\n", b"[" * 10_000, b"\xff", b""])
def test_a_rule_set_that_is_no_plain_data_is_refused(rules: bytes) -> None:
    with pytest.raises(Invalid):
        read_rules({RULES: rules})


def test_a_file_with_too_many_entries_is_refused() -> None:
    many: list[Any] = [(f"a{number}", b"") for number in range(10_001)]
    with pytest.raises(Invalid) as refused:
        unpack(zipped(many))
    assert refused.value.code == "bundle_names"
