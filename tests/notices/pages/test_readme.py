"""The pages that the service's README names are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

import services.notices

_README = (Path(services.notices.__path__[0]) / "README.md").read_text(encoding="utf-8")
_ROWS = [cells for row in _README.splitlines() if row.startswith("| **") and (cells := row.split("|"))]
_PAGES = {cells[1].strip(" *"): cells[3] for cells in _ROWS}


def _named(cell: str) -> Iterator[tuple[str, str]]:
    """Each address as it stands, and as it is if it goes on from the first between two semicolons."""
    for part in cell.split(";"):
        first = ""
        for written in re.findall(r"`([/.][^`]*)`", part):
            address = re.sub(r"<[^>]+>", "1", written)
            yield address, first + address
            first = first or address


def _pattern(rule: str) -> str:
    """Of the addresses that a rule takes: one of a list (or the 1 that stands for it), or anything without a slash."""
    named = re.sub(r"<any\(([^)]*)\):\w+>", lambda found: f"({re.sub(', *', '|', found[1])}|1)", rule)
    return re.sub(r"<[^>]+>", "[^/]+", named)


@pytest.mark.parametrize("subject", [subject for subject, cell in _PAGES.items() if "`/" in cell])
def test_every_page_that_the_readme_names_is_there(app: Flask, subject: str) -> None:
    there = re.compile("|".join(_pattern(rule.rule) for rule in app.url_map.iter_rules()))
    missing = [each for each in _named(_PAGES[subject]) if not any(map(there.fullmatch, each))]
    assert not missing
