"""The library of rights and procedures (R19): plain language tied to the law, a YAML file for each entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from shared.errors import NotFound
from shared.worded import Worded

_FOLDER = Path(__file__).resolve().parent.parent / "rights"


class RightsTopic(Worded):
    TAKE_PART = "take_part", "参与"
    ELECTION = "election", "选举"
    DECIDE = "decide", "决策"
    SUPERVISE = "supervise", "监督"


@dataclass(frozen=True, slots=True)
class Entry:
    """Bodies are Markdown; `articles` are numbers of the law on residents' committees."""

    code: str
    title: str
    title_en: str
    topic: RightsTopic
    articles: tuple[int, ...]
    body: str
    body_en: str


@cache
def entries() -> Sequence[Entry]:
    """In the order of the files."""
    return [_entry(path) for path in sorted(_FOLDER.glob("*.yaml"))]


def entry(code: str) -> Entry:
    """Raises NotFound."""
    found = next((each for each in entries() if each.code == code), None)
    if found is None:
        raise NotFound("right_not_found", "没有找到您要的内容。")
    return found


def having(words: str) -> Sequence[Entry]:
    """Those that have every one of the words in either language; those with all of them in the title come first."""
    wanted = words.casefold().split()
    found = [each for each in entries() if _has(f"{_title(each)} {each.body} {each.body_en}", wanted)]
    return sorted(found, key=lambda each: not _has(_title(each), wanted))


def _title(found: Entry) -> str:
    return f"{found.title} {found.title_en}"


def _has(text: str, wanted: Sequence[str]) -> bool:
    lowered = text.casefold()
    return all(word in lowered for word in wanted)


def _entry(path: Path) -> Entry:
    source = yaml.safe_load(path.read_text("utf-8"))
    source |= {"topic": RightsTopic(source["topic"]), "articles": tuple(source["articles"])}
    return Entry(code=path.stem.partition("_")[2].replace("_", "-"), **source)
