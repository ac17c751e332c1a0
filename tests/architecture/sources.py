"""The repository's own files, for tests that read them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("elections", "training", "notices")
HANZI = re.compile("[\u4e00-\u9fff]")
_SKIPPED = {"__pycache__", "node_modules", "build", "secrets", ".git"}  # a work tree's `.git` is a file


def files(*folders: str, suffix: str = "") -> list[Path]:
    """Files below the folders (or the whole repository), without what is made by tools."""
    roots = [ROOT / folder for folder in folders] or [ROOT]
    return sorted(path for root in roots for path in _walk(root) if path.name.endswith(suffix))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name in _SKIPPED:
            continue
        if not path.is_dir():
            yield path
        elif not path.name.startswith(".") or path.name in {".ci", ".github"}:
            yield from _walk(path)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def broken(paths: Iterable[Path], fault: Callable[[Path], object]) -> dict[str, object]:
    """The files in which a rule is broken, with what breaks it: empty where it holds. One test for a rule, not one for
    each file: they would be thousands."""
    return {name_of(path): found for path in paths if (found := fault(path))}


def called(call: ast.Call) -> str:
    """The last part of what a call names: `uow.session.commit()` → `commit`."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
