"""The bundle as a file: a ZIP whose bytes follow from its content alone, and its careful reading.

Nothing in it is compressed. So the same content is the same file whatever program packs it, a bundle cannot unpack to
more than it is, and one changed byte anywhere, even between the files, is found by packing what was read again.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from shared.errors import Invalid, TooLarge

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST, SEAL = "manifest.json", "seal.json"
FIRST_FORMAT, FORMAT = "shequ-result-bundle/1", "shequ-result-bundle/2"
"""What is packed now is the last one; bundles of every format are verified for ever. The second has the call-outs and
the account of the papers."""

LARGEST = 256 * 1024 * 1024  # bytes of a whole bundle; a community's papers are some megabytes, scans included
LARGEST_TEXT = 64 * 1024 * 1024  # bytes of one text in it: twenty stations with twenty sheets each take one
_MOST_FILES = 10_000
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*(/[a-z0-9][a-z0-9_.-]*)?")
_TIME = (1980, 1, 1, 0, 0, 0)  # the ZIP format's zero: when a file was packed is no part of what it says
_MODE = 0o644 << 16

# What zipfile raises over a file that is none, or is broken.
_BROKEN = (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, RuntimeError, OSError, KeyError)


def canonical(value: Any) -> bytes:
    """JSON in the one form that is hashed: sorted names, Chinese as it is, a line feed at the end."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False)
    return f"{text}\n".encode()


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def manifest_of(files: Mapping[str, bytes], *, election_id: str, preview: bool) -> bytes:
    """The list of the files with their hashes. A `preview` says itself that it is no proof."""
    listed = {name: {"sha256": digest(content), "size": len(content)} for name, content in files.items()}
    return canonical({"format": FORMAT, "election_id": election_id, "preview": preview, "files": listed})


def pack(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system, entry.external_attr = 3, _MODE
            archive.writestr(entry, files[name])
    return target.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """The files by name. Raises Invalid or TooLarge for anything that `pack` would not have made."""
    if len(content) > LARGEST:
        raise TooLarge("bundle_too_large", "档案包太大，不是选举档案。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            files = {entry.filename: _read(archive, entry) for entry in entries}
    except _BROKEN as error:
        raise Invalid("bundle_unreadable", "这不是选举档案包，或者文件已经损坏。") from error
    if pack(files) != content:
        raise Invalid("bundle_not_canonical", "档案包的封装被改动过：文件之外还有别的内容。")
    return files


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(entry)
    except _BROKEN as error:
        raise Invalid(
            "bundle_file_broken", "档案包里的“{name}”被改动过，或者已经损坏。", name=entry.filename
        ) from error


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if len(entries) > _MOST_FILES or len(names) != len(entries):
        raise Invalid("bundle_names", "档案包里的文件太多，或者有重名的文件。")
    for entry in entries:
        if not _NAME.fullmatch(entry.filename):
            raise Invalid("bundle_name", "档案包里有不允许的文件名“{name}”。", name=entry.filename[:100])
        if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > LARGEST:
            raise Invalid("bundle_compressed", "档案包里的“{name}”经过压缩，不是系统封存的。", name=entry.filename)


def read_json(files: Mapping[str, bytes], name: str) -> Any:
    """A text of the bundle. Raises Invalid when it is missing or is not written in the one form that is hashed."""
    content = files.get(name)
    if content is None:
        raise Invalid("bundle_file_missing", "档案包里缺少“{name}”。", name=name)
    if len(content) > LARGEST_TEXT:
        raise Invalid("bundle_file_too_large", "档案包里的“{name}”太大。", name=name)
    try:
        value = json.loads(content, parse_float=_refused, parse_constant=_refused)
        same = canonical(value) == content
    except (ValueError, RecursionError) as error:
        raise Invalid("bundle_file_unreadable", "档案包里的“{name}”无法读取。", name=name) from error
    if not same:
        raise Invalid("bundle_file_not_canonical", "档案包里的“{name}”不是系统写出的样子。", name=name)
    return value


def _refused(_text: str) -> Any:
    """There are no fractions in the papers of an election: whole numbers only."""
    raise ValueError
