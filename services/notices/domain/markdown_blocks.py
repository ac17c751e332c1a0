"""A body's Markdown as plain blocks, for whatever is no HTML: posters, scripts to be read aloud, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it.token import Token

from services.notices.domain.markdown import tokens

BlockKind = Literal["heading", "text", "item", "quote", "table"]


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    strong: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """`label` is an item's bullet or number, `depth` how deep it is nested. A table has `rows` of cells, the first of
    which is its head, and no `runs`."""

    kind: BlockKind
    runs: Runs = ()
    label: str = ""
    depth: int = 0
    rows: tuple[tuple[Runs, ...], ...] = ()

    @property
    def text(self) -> str:
        return plain(self.runs) if not self.rows else "\n".join("｜".join(map(plain, row)) for row in self.rows)


def plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def blocks(markdown: str) -> list[Block]:
    return list(_Reader().read(tokens(markdown)))


def paragraphs(markdown: str) -> list[str]:
    """The words alone, a text for each block; items keep their bullets and numbers."""
    return [f"{block.label} {block.text}".strip() for block in blocks(markdown)]


@dataclass(slots=True)
class _List:
    """`next` is the number of the next item, None where items have bullets."""

    next: int | None

    def label(self) -> str:
        if self.next is None:
            return "•"
        self.next += 1
        return f"{self.next - 1}."


class _Reader:
    """Where in a document the reading stands: within which lists, quotes and tables."""

    def __init__(self) -> None:
        self._lists: list[_List] = []
        self._quotes = 0
        self._label = ""
        self._heading = False
        self._rows: list[list[Runs]] | None = None

    def read(self, stream: Sequence[Token]) -> Iterator[Block]:
        for token in stream:
            self._enter(token)
            if token.type == "inline":
                yield from self._inline(_runs(token.children or ()))
            elif token.type in {"code_block", "fence"}:
                yield from self._inline((Run(token.content.rstrip("\n")),))
            elif token.type == "table_close" and self._rows is not None:
                yield Block("table", rows=tuple(map(tuple, self._rows)))
                self._rows = None

    def _enter(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self._lists.append(_List(None))
            case "ordered_list_open":
                self._lists.append(_List(int(token.attrGet("start") or 1)))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._label = self._lists[-1].label()
            case "blockquote_open":
                self._quotes += 1
            case "blockquote_close":
                self._quotes -= 1
            case "heading_open" | "heading_close":
                self._heading = token.nesting > 0
            case "table_open":
                self._rows = []
            case "tr_open" if self._rows is not None:
                self._rows.append([])

    def _inline(self, runs: Runs) -> Iterator[Block]:
        if self._rows is not None:
            self._rows[-1].append(runs)
        elif self._heading:
            yield Block("heading", runs)
        elif self._lists:
            label, self._label = self._label, ""
            yield Block("item", runs, label=label, depth=len(self._lists))
        elif plain(runs).strip():
            yield Block("quote" if self._quotes else "text", runs)


def _runs(children: Sequence[Token]) -> Runs:
    strong, found = 0, []
    for child in children:
        if child.type in {"strong_open", "strong_close"}:
            strong += child.nesting
        elif child.type in {"softbreak", "hardbreak"}:
            found.append(Run("\n", strong > 0))
        elif child.content:
            found.append(Run(child.content, strong > 0))
    return tuple(found)
