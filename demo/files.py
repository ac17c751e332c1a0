"""The files of `samples/bubu` as the demo needs them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class CommunityFiles:
    """A folder as an office has it: what is elected, the roll, the candidates, and each station's sheets."""

    folder: Path

    @property
    def areas(self) -> list[dict[str, Any]]:
        """District, subdistrict and community, the highest first."""
        areas: list[dict[str, Any]] = json.loads((self.folder / "areas.json").read_text(encoding="utf-8"))
        return sorted(areas, key=lambda area: area["code"].rstrip("0"))

    @property
    def election(self) -> dict[str, Any]:
        election: dict[str, Any] = json.loads((self.folder / "election.json").read_text(encoding="utf-8"))
        return election

    @property
    def roll(self) -> Path:
        return self.folder / "roll.csv"

    @property
    def residents(self) -> Path:
        return self.folder / "residents.csv"

    @property
    def candidates(self) -> Path:
        return self.folder / "candidates.xlsx"

    def sheet(self, station: int, entry: str) -> Path:
        """The sheet of the station with this number, as typed by `a` or `b`; corrected ones are `b-corrected`."""
        return self.folder / "sheets" / f"station-{station}-entry-{entry}.xlsx"

    def further(self, kind: str) -> list[dict[str, Any]]:
        """Each station's figures in a further ballot; votes in the order of the paper."""
        ballots: dict[str, Any] = json.loads((self.folder / "further.json").read_text(encoding="utf-8"))
        return list(ballots[kind])
