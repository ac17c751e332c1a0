"""One platform for the system tests, on which the demo has been played: shared by all that only look."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from demo.__main__ import _SAMPLES
from demo.files import CommunityFiles
from demo.office import Office
from demo.play import play
from shared.embedded import Platform


@dataclass(frozen=True)
class Played:
    """A running platform, the office that played the story on it, and what the story said."""

    platform: Platform
    office: Office
    files: CommunityFiles
    told: str

    @property
    def community(self) -> str:
        return self.files.areas[-1]["code"]

    @property
    def election(self) -> str:
        """The term election; another ballot and a vote among the tied followed on it."""
        shown = self.office.get("clerk", "elections", "/api/v1/elections", area=self.community)["items"]
        (election,) = [each for each in shown if each["kind"] == "term"]
        return election["id"]

    def events(self, service: str, event_type: str) -> list[dict[str, Any]]:
        """What the service told of the demo's community: others on this platform may hold elections of their own."""
        shown = self.office.get("operator", service, "/api/v1/events/published", limit=1000)["items"]
        return [event for event in shown if event["type"] == event_type and event["area"] == self.community]


@pytest.fixture(scope="session")
def played() -> Iterator[Played]:
    files = CommunityFiles(_SAMPLES)
    with tempfile.TemporaryDirectory(prefix="shequ-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with Platform(Path(folder), port_base=0, durable=False) as platform:
            told, endpoints = io.StringIO(), platform.endpoints
            with Office(endpoints.services, endpoints.signing_key, area=files.areas[0]["code"]) as office:
                play(Console(file=told, width=160), office, files)
                yield Played(platform, office, files, told.getvalue())
