"""After the result: the seats left empty, the handover, the sealed archive that proves itself."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.chapters.election import Election, stations_of
from demo.office import Office


@dataclass(frozen=True, slots=True)
class Verified:
    """What `shequ verify-result` said of a bundle; `lines` is its whole report."""

    file: Path
    proven: bool
    lines: list[str]


def call_further_ballots(office: Office, election: Election) -> dict[str, Election]:
    """Another ballot for the seat nobody passed for, and a vote among the tied; by kind."""
    body = {"polling_day": election.polling_day.isoformat()}
    called = office.post("clerk", "elections", f"{election.path}/further-ballots", body)["items"]
    names = [station["name"] for station in election.stations]
    return {
        each["kind"]: Election(
            each["id"], election.polling_day, stations_of(office, f"/api/v1/elections/{each['id']}", names)
        )
        for each in called
    }


def hand_over(office: Office, election: Election) -> None:
    """Item by item from the old committee to the new one, overseen by the subdistrict, which completes it (Art 25).

    That seals the bundles, of the further ballots too.
    """
    shown = office.get("clerk", "elections", f"{election.path}/handover")
    body = {
        "handed_over_by": "上届主任 梁志明",
        "received_by": "新任主任",
        "on": election.polling_day.isoformat(),
    }
    for item in shown["items"]:
        office.post("clerk", "elections", f"{election.path}/handover/items/{item['code']}", body)
    overseen = {"overseen_by": "城东街道办事处 岑副主任"}
    office.post("officer", "elections", f"{election.path}/handover/complete", overseen)


def verify(office: Office, election: Election, folder: Path) -> Verified:
    """Downloads the bundle and the key as any resident may, and checks one against the other, offline."""
    bundle, key = folder / f"{election.id}.zip", folder / "archive-key.pem"
    bundle.write_bytes(office.fetch("elections", f"/elections/{election.id}/bundle.zip"))
    key.write_bytes(office.fetch("elections", "/archive-key.pem"))
    command = [sys.executable, "-m", "shared.cli", "verify-result", str(bundle), "--key", str(key)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command line
    return Verified(bundle, checked.returncode == 0, checked.stdout.splitlines())


def members_in_office(office: Office, community: str) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = office.get("clerk", "elections", f"/api/v1/areas/{community}/committee")["items"]
    return shown
